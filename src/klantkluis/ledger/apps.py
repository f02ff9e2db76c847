"""This room as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Names the app."""

    name = "klantkluis.ledger"
    label = "ledger"
