"""What citizens think: questions.py, rules.py (dated rows) · ballots.py (one per dossier) · votes.py · results.py · kiosks.py."""
