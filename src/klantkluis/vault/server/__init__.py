"""The vault server: the only process that ever holds a key."""
