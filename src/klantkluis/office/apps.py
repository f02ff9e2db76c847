"""This room as a Django app."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Names the app, and gathers the kinds of jobs of its pages."""

    name = "klantkluis.office"
    label = "office"

    def ready(self) -> None:
        """Let the worker know all kinds of jobs."""
        from klantkluis.office.imports.jobs import KINDS as IMPORTS
        from klantkluis.office.jobs.kinds import KINDS

        KINDS.update(IMPORTS)
