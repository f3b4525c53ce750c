"""Copies of extracts (bản sao trích lục hộ tịch): asked for at any ward, found, paid, signed, handed over."""
