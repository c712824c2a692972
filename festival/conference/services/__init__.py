"""What changes at the conference, by noun."""
