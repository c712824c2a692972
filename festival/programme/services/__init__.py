"""What changes the programme: `drafting` the working copy, `publishing` what everybody sees."""
