"""What should happen at the conference. Pure: no database, no web, no clock."""
