"""This room as a Django app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Names the app."""

    name = "klantkluis.privacy"
    label = "privacy"
