"""What registration prints: tickets of a party, and sheets of cards for people without phones. Typst sets them (web/typesetting.py)."""
