"""Sample content of the conference, after public figures where there are some; invented persons and companies are marked."""
