"""Pages about what was handed over, and what recipients are to be told."""
