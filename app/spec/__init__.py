"""Layer 2, the words: frozen values with which a module says what it has. They do nothing by themselves."""
