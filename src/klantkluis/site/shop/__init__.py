"""The shop window, the cart and the checkout."""
