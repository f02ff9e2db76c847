"""Returns: what customers send back of what was delivered."""
