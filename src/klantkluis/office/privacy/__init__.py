"""The pages of the rights of people: the desk where requests are handled, and all that follows."""
