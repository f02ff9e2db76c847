"""Klantkluis: customers, orders, invoices and the books, with every person under lock."""

__version__ = "0.1.0"
