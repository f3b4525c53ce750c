"""Bản sao phát hành ngoài hệ thống: copies that the national portal has issued are verified and entered in a book here."""
