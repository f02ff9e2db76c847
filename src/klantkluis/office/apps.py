"""This room as a Django app."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Names the app."""

    name = "klantkluis.office"
    label = "office"
