"""Handing somebody the data that we hold of them (GDPR art. 15 and 20)."""
