"""The words of the conference, by noun."""
