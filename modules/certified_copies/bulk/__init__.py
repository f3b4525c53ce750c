"""Phát hành hàng loạt: many originals in one go, each in a transaction of its own."""
