"""What the conference gives out and takes in as tables, by noun."""
