"""Deaths: the declaration, what is checked, the extract."""
