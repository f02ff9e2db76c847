"""Stock: how many there are of a product, as the sum of what came in and went out."""
