"""The words of logistics, by noun."""
