"""Bringing customers in from the files of other systems."""
