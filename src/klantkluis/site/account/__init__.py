"""Registering, logging in, and what a person can do with their own registration."""
