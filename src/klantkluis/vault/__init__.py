"""Keys and sealing: what we know of a person is read only after the second password. No Django."""
