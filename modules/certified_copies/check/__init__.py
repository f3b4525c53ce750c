"""Kiểm tra tệp: is this file one of ours, are its signatures valid, what was changed; nothing of it is kept."""
