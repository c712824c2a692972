"""The conference for calendars."""
