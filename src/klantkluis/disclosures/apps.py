"""This room as a Django app."""

from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    """Names the app."""

    name = "klantkluis.disclosures"
    label = "disclosures"
