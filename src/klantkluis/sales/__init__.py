"""Orders and delivery notes."""
