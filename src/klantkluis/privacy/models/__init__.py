"""Rows of requests, erasures, retention, statements and breaches."""
