"""Who was there: codes on the screen, check-in by telephone, the list by hand, the printed sheet."""
