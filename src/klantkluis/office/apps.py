"""This room as a Django app."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Names the app, and gathers the kinds of jobs of its pages."""

    name = "klantkluis.office"
    label = "office"

    def ready(self) -> None:
        """Let the worker know all kinds of jobs, and the housekeeping what is kept and begun."""
        from klantkluis.office.billing.automatic import send_what_waits
        from klantkluis.office.billing.e_delivery_jobs import KINDS as E_DELIVERIES
        from klantkluis.office.customers.vat_numbers import ask_by_night
        from klantkluis.office.housekeeping import errands, temporary
        from klantkluis.office.imports.jobs import KINDS as IMPORTS
        from klantkluis.office.imports.keeping import classes_in_use, forget
        from klantkluis.office.intake.endings import KINDS as ENDINGS
        from klantkluis.office.intake.endings import begin_telling
        from klantkluis.office.intake.jobs import KINDS as INTAKE
        from klantkluis.office.intake.jobs import begin_confirmations, begin_intake, begin_showing
        from klantkluis.office.intake.keys import look_after_keys
        from klantkluis.office.jobs.kinds import KINDS
        from klantkluis.office.lock import door, opened
        from klantkluis.office.mail.bounces import KINDS as BOUNCES
        from klantkluis.office.mail.bounces import look_when_due
        from klantkluis.office.mail.jobs import KINDS as MAILS
        from klantkluis.office.mail.jobs import send_what_is_due
        from klantkluis.office.privacy.carrying import carry_on, let_withdrawn_go
        from klantkluis.office.privacy.retention_errands import (
            plan_who_was_confirmed,
            remove_years_that_ended,
        )
        from klantkluis.office.privacy.retention_jobs import KINDS as LOOKS
        from klantkluis.office.statement.connecting import connect
        from klantkluis.office.statement.proving import KINDS as PROOFS
        from klantkluis.privacy.erasing import sweeping

        KINDS.update(IMPORTS)
        KINDS.update(MAILS)
        KINDS.update(BOUNCES)
        KINDS.update(E_DELIVERIES)
        KINDS.update(INTAKE)
        KINDS.update(ENDINGS)
        KINDS.update(PROOFS)
        KINDS.update(LOOKS)
        connect()
        errands.EACH_MINUTE.extend(
            [send_what_is_due, look_when_due, look_after_keys, begin_intake, begin_confirmations]
        )
        errands.EACH_MINUTE.extend([begin_showing, begin_telling])
        errands.EACH_MINUTE.extend([plan_who_was_confirmed, carry_on, remove_years_that_ended])
        sweeping.KEEPER.append(lambda: door.vault().upkeep())
        errands.BY_NIGHT[errands.VAT_NUMBERS] = ask_by_night
        errands.BY_NIGHT[errands.WITHDRAWN] = let_withdrawn_go
        opened.WAITING.append(send_what_waits)
        temporary.KINDS.append(temporary.Temporary(forget, classes_in_use))
