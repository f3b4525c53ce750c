"""A service made of rows alone: issued.py · kinds.py · request_forms.py · matters.py · filling.py · words.py · result_letters.py."""
