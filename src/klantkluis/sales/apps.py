"""This room as a Django app."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    """Names the app."""

    name = "klantkluis.sales"
    label = "sales"
