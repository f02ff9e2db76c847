"""The app of the site."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The shop on the internet."""

    name = "klantkluis.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"
