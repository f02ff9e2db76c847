"""Bringing products in from the files of other systems."""
