"""This room as a Django app."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Names the app."""

    name = "klantkluis.customers"
    label = "customers"
