"""What is true of the conference now, by noun."""
