"""Filters for the templates of the site."""
