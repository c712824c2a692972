"""Calculators of crowds, gates and medical cover. They advise; people decide. Every number comes from `numbers.py`."""
