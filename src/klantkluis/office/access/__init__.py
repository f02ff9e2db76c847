"""The first password: staff, log-in, sessions, and who may see which page."""
