"""This room as a Django app."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Names the app, and gathers the kinds of jobs of its pages."""

    name = "klantkluis.office"
    label = "office"

    def ready(self) -> None:
        """Let the worker know all kinds of jobs, and the housekeeping what is kept for a day."""
        from klantkluis.office.billing.automatic import send_what_waits
        from klantkluis.office.housekeeping import temporary
        from klantkluis.office.imports.jobs import KINDS as IMPORTS
        from klantkluis.office.imports.keeping import classes_in_use, forget
        from klantkluis.office.jobs.kinds import KINDS
        from klantkluis.office.lock import opened
        from klantkluis.office.mail.jobs import KINDS as MAILS

        KINDS.update(IMPORTS)
        KINDS.update(MAILS)
        opened.WAITING.append(send_what_waits)
        temporary.KINDS.append(temporary.Temporary(forget, classes_in_use))
