"""Capture: what may be certified as a scan, and what the certified file will look like."""
