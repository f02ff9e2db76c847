"""What comes in from the shop: the link, the post, and what asks for a person."""
