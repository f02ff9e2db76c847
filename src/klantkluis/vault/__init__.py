"""Keys and sealing: what we know of a person can be read only after the second password. No Django."""
