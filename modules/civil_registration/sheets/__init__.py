"""Books as sheets: those of the Ministry's digitisation, in and out; the national sheet; persons as XML; what differs from the Ministry."""
