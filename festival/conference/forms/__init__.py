"""What people send about the conference, by noun."""
