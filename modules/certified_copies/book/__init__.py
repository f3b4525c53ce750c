"""Sổ chứng thực: volumes, lines, print, close."""
