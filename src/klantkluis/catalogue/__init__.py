"""Products, their prices and the history of those prices, VAT rates."""
