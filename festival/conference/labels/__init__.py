"""How the conference's words are said to people, by noun."""
