"""Layer 3, the work: reads the words and acts on the rows. Knows nothing of HTTP."""
