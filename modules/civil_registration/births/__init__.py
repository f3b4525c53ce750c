"""Births: the declaration, what is checked, the certificate."""
