"""Copies of the agency's own papers (NĐ 30/2020/NĐ-CP art. 25): sao y, sao lục, trích sao, with a register of their own."""
