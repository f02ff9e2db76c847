"""Backups of data and log: made without a key, read with one, and never bringing anybody back."""
