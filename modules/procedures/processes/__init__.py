"""Internal processes: process.py · steps.py · checking.py · comparison.py · road.py · paper.py · screens.py."""
