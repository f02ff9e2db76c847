"""How long what is kept, what is due, and what goes by itself."""
