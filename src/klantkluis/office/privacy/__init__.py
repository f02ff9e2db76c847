"""The pages of the rights of people."""
