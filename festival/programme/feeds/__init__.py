"""The published programme as files for other software: calendars, schedule.xml, schedule.json, JSON.

Pure: facts in, bytes or plain data out. The same facts always give the same bytes, in whatever process.
"""
