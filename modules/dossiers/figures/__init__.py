"""What is counted of a period: counting.py (by unit or procedure) · figures.py (the rows behind each) · index.py, index_rules.py (QĐ 766/QĐ-TTg) · the pages."""
