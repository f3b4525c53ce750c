"""Layer 4, HTTP: turns requests into work and rows into pages."""
