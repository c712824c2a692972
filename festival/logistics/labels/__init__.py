"""What things of logistics are called."""
