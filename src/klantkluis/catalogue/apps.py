"""This room as a Django app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Names the app."""

    name = "klantkluis.catalogue"
    label = "catalogue"
