"""Nhắc hạn, báo cấp trên: rules.py (who is told after how long) · reminding.py (the job) · told.py (what was told)."""
