"""A believable company to look around in: made by a seed, through the real commands."""
