"""Pages about the rights of people: the desk where their requests are handled."""
