"""How products stand in the shop: categories, texts and who made them."""
