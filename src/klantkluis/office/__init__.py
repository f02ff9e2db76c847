"""Deployable one, on the local network: pages, forms, command line."""
