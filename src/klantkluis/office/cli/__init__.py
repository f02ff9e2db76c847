"""What the commands of `klantkluis` do."""
