"""What is true now in logistics."""
