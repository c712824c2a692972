"""What should happen in logistics: pure, without database, web or clock."""
