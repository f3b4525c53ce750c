"""What came of it: opinions, certificates, coverage, reports."""
