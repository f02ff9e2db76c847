"""Deployable two, on the internet: shop window, cart, checkout, account and letterbox.

It can seal and cannot open. Of the rest of the product it sees `core`, `messages` and
`vault/sealing.py` only (docs/SITE.md).
"""
