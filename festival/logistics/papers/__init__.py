"""Papers of logistics, set by typst."""
