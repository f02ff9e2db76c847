"""This room as a Django app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Names the app, and lets erasures know who is under a legal hold."""

    name = "klantkluis.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Register who says of whom nothing may go."""
        from klantkluis.privacy import holds
        from klantkluis.privacy.retaining.holds import held

        holds.HELD.append(held)
