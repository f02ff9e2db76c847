"""The vault server: the only process that ever holds a key. `python -m klantkluis.vault.server`."""
