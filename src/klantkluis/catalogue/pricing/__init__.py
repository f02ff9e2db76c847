"""Prices that are planned: from a day on, or as a reduction between two days."""
