"""Official documents: what one says as plain data (`content`), and the two files that are made of it (`typst`, `word`)."""
