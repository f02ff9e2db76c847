"""The second password: how the office reaches the vault, and the pages of the vault."""
