"""The forms of TT 03/2025/TT-VPCP, Phụ lục I: slips.py (01-03) · letters.py (04, 05) · control.py (06) · book.py (07)."""
