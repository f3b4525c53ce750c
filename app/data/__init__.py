"""Layer 1, the rows: tables, columns, people, units, the trail, numbers, files and time."""
