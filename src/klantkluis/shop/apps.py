"""This room as a Django app."""

from django.apps import AppConfig


class ShopConfig(AppConfig):
    """Names the app."""

    name = "klantkluis.shop"
    label = "shop"
