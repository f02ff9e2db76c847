"""This room as a Django app."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """Names the app."""

    name = "klantkluis.billing"
    label = "billing"
