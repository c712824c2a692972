"""What the gates print as PDF."""
