"""What tests of logistics share."""
