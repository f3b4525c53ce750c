"""What births and deaths have in common: their words, their journal, their doubts."""
