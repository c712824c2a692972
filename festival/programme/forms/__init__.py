"""Forms of the programme's desk: `fields` they share, `placing`, `event`, `ground`."""
