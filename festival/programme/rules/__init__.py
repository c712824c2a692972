"""What follows from the programme, by subject: nothing in here asks a database or a clock."""
