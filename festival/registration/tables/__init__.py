"""Parties as tables: lists that leave the system row by row, and lists that come in."""
