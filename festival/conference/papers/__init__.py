"""What the conference prints."""
