"""The certificate on the blank of the Ministry: only the data, placed by millimetres, with each printer's own offset."""
