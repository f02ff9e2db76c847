"""The pages of the shop's window: how it sells, its categories, pages, shipping and makers."""
