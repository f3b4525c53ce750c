"""What a procedure asks for, edition by edition: edition.py · contents.py · road.py · difference.py · papers.py · screens.py."""
