"""This room as a Django app."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Names the app."""

    name = "klantkluis.foundation"
    label = "foundation"
