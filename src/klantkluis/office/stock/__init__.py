"""The pages of the stock: what there is, what came in, corrections and counts."""
