"""The pages of orders and deliveries."""
