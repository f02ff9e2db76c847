"""Imports of customers and products: file, columns, preview, work and result."""
