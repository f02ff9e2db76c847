"""Where the sealed rows of this room live, and under whose key."""
