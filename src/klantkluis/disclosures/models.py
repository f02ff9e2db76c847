"""Rows of hand-overs."""
