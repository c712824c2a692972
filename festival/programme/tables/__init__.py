"""The working copy as a table in XLSX or CSV: its columns, how bytes become rows, rows events, and events bytes again."""
