"""What changes in logistics."""
