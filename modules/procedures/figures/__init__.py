"""What is counted: coverage.py (what procedures lack) · work.py (what a period did) · savings.py (hours saved), and their pages."""
