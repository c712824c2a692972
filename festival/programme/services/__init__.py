"""What changes the programme: `drafting` the working copy, `releasing` what everybody sees, `sheets` and `calling` a night."""
