"""What changes in the incident log. Whoever changes an incident holds its row first."""
