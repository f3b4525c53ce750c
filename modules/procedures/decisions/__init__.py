"""The decisions that publish, amend and abolish: acts.py · decision.py · publication.py · paper.py · screens.py."""
