"""What changes at the gates: phones are paired and revoked (`pairing`), people are admitted (`admitting`)."""
