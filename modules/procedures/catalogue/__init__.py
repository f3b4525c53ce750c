"""The lists a procedure is described with, and the procedure itself: levels.py · sectors.py · procedures.py · online.py · screens.py."""
