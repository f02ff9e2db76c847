"""What on the first screen asks for a person, and what a new office has still to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klantkluis.billing.queries import MoneyOpen
from klantkluis.billing.queries.deliveries import deliveries_to_look_at
from klantkluis.billing.waiting import billing_waits
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import has_company
from klantkluis.foundation.jobs import job_counts
from klantkluis.foundation.mail.box import mail_box_problem
from klantkluis.foundation.mail.commands import kinds_of
from klantkluis.foundation.mail.queries import mail_counts
from klantkluis.office.backup.standing import backup_standing
from klantkluis.office.home.erasing import of_erasures
from klantkluis.office.home.notices import BAD, Notice
from klantkluis.office.home.requests import of_requests
from klantkluis.office.home.retention import of_retention
from klantkluis.office.home.rights import of_breaches, of_rights
from klantkluis.office.home.shop import of_the_link, of_the_shop
from klantkluis.office.home.statement import of_the_statement
from klantkluis.office.housekeeping.models import ChoreRun
from klantkluis.office.housekeeping.running import last_runs
from klantkluis.office.jobs.kinds import KINDS
from klantkluis.office.lock import door
from klantkluis.office.lock.keeping_back import part_of
from klantkluis.office.lock.limits import accounts_are_unknown
from klantkluis.sales.backorders import stock_counts
from klantkluis.sales.vat import DistanceWatch
from klantkluis.sales.waiting import SalesWait
from klantkluis.vault.staff import Status

TOO_LONG = timedelta(days=2)
MAIL_TOO_LONG = timedelta(minutes=10)
_BAD = "alert-triangle"
VAULT_TOO_LONG = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do first in a new office."""

    sentence: str
    url: str
    done: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the first screen counted already, so that it is asked once.

    `due` and `watch` are there for who bills; `watch` is also None without a limit.
    """

    due: MoneyOpen | None
    watch: DistanceWatch | None
    sales: SalesWait


def notices(actor: Actor, waiting: Waiting, now: datetime) -> list[Notice]:
    """Give what asks for a person now, the worst first."""
    found = [*_of_the_vault(actor), *_of_housekeeping(actor, now), *_of_jobs(actor)]
    found += [*of_requests(actor, now), *of_the_link(actor, now), *of_the_shop(actor, now)]
    found += of_retention(actor)
    found += [*_of_mail(actor, now), *_of_deliveries(actor, now)]
    found += [*of_breaches(actor, now), *of_rights(actor), *of_erasures(actor)]
    found += [*_of_the_limit(actor, waiting.watch), *of_the_statement(actor, now)]
    found += _of_billing(actor, waiting.due)
    if actor.may(Role.SALES, Role.WAREHOUSE):
        found += _of_goods(waiting.sales)
    found += _of_quotes(waiting.sales) if sells(actor) else []
    return sorted(found, key=lambda each: each.mood != BAD)


def _of_billing(actor: Actor, due: MoneyOpen | None) -> list[Notice]:
    """Say to who bills or keeps the books what waits to be sent, issued and booked."""
    if due is None:
        return []
    waits = billing_waits()
    found = _of_purchases(waits.purchases) if actor.may(Role.BOOKKEEPER) else []
    found += _of_drafts(due.drafts, waits.periodic)
    if waits.credits:
        sentence = ngettext(
            "%(n)d credit of a return is ready to be issued.",
            "%(n)d credits of returns are ready to be issued.",
            waits.credits,
        )
        url = reverse("billing:credit-notes")
        found.append(Notice(sentence % {"n": waits.credits}, url, icon="cash-banknote-minus"))
    return found


def _of_drafts(drafts: int, periodic: int) -> list[Notice]:
    """Say which drafts wait: those of subscriptions, which nobody wrote, and the others."""
    url, found = f"{reverse('billing:invoices')}?state=draft", []
    if periodic:
        sentence = ngettext(
            "%(n)d draft of a subscription waits for you.",
            "%(n)d drafts of subscriptions wait for you.",
            periodic,
        )
        found.append(Notice(sentence % {"n": periodic}, url, icon="file-invoice"))
    if others := max(drafts - periodic, 0):
        sentence = ngettext(
            "%(n)d draft invoice is ready to be sent.",
            "%(n)d draft invoices are ready to be sent.",
            others,
        )
        found.append(Notice(sentence % {"n": others}, url, icon="send"))
    return found


def _of_goods(waits: SalesWait) -> list[Notice]:
    """Say what stock has to be ordered or looked at, and which returns are on their way."""
    counts, url, found = stock_counts(), reverse("stock:stock"), []
    if counts.negative:
        sentence = ngettext(
            "Of %(n)d product there are fewer than none in stock. Count it.",
            "Of %(n)d products there are fewer than none in stock. Count them.",
            counts.negative,
        )
        said = sentence % {"n": counts.negative}
        found.append(Notice(said, f"{url}?state=negative", _BAD, "bad"))
    if counts.low:
        sentence = ngettext(
            "%(n)d product has to be ordered.", "%(n)d products have to be ordered.", counts.low
        )
        found.append(Notice(sentence % {"n": counts.low}, f"{url}?state=low", icon="package"))
    if coming := waits.returns:
        sentence = ngettext(
            "%(n)d return is announced and did not come in yet.",
            "%(n)d returns are announced and did not come in yet.",
            coming,
        )
        url = f"{reverse('sales:returns')}?state=announced"
        found.append(Notice(sentence % {"n": coming}, url, icon="login-2"))
    return found


def _of_quotes(waits: SalesWait) -> list[Notice]:
    """Say which quotes wait for a question, and which expired without an answer."""
    url, found = reverse("sales:quotes"), []
    if waits.to_follow_up:
        sentence = ngettext(
            "%(n)d quote is to be followed up.",
            "%(n)d quotes are to be followed up.",
            waits.to_follow_up,
        )
        said = sentence % {"n": waits.to_follow_up}
        found.append(Notice(said, f"{url}?state=follow_up", icon="message-plus"))
    if waits.expired:
        sentence = ngettext(
            "%(n)d quote expired without an answer.",
            "%(n)d quotes expired without an answer.",
            waits.expired,
        )
        said = sentence % {"n": waits.expired}
        found.append(Notice(said, f"{url}?state=expired", icon="calendar-time"))
    return found


def _of_housekeeping(actor: Actor, now: datetime) -> list[Notice]:
    """Say to the owner what the night found, and what has not been looked at for too long."""
    if not actor.may():
        return []
    url, runs = reverse("housekeeping:housekeeping"), last_runs()
    found = [
        Notice(_broken(run), url, "alert-triangle", "bad")
        for run in runs.values()
        if run.outcome != ChoreRun.Outcome.WELL
    ]
    newest = max((run.began_at for run in runs.values()), default=now)
    if now - newest > TOO_LONG:
        stopped = _("The nightly housekeeping stands still. Is the office's job worker running?")
        found.append(Notice(stopped, url, "clock-exclamation", "bad"))
    elif any(now - run.began_at > VAULT_TOO_LONG for run in runs.values()):
        waits = _("Nightly checks have waited over a week for the vault. Unlock it for a moment.")
        found.append(Notice(waits, url, icon="lock"))
    return found


def _broken(run: ChoreRun) -> str:
    if run.outcome == ChoreRun.Outcome.FAILED:
        return _("A part of the nightly housekeeping went wrong.")
    if run.chore == "books":
        text = ngettext(
            "The nightly check found %(n)d row in the books that does not agree.",
            "The nightly check found %(n)d rows in the books that do not agree.",
            run.count,
        )
    elif run.chore == "rows":
        text = ngettext(
            "%(n)d sealed record is not the one that the vault last sealed.",
            "%(n)d sealed records are not the ones that the vault last sealed.",
            run.count,
        )
    else:
        return _("The nightly check found that the log of the vault, or the books, were changed.")
    return text % {"n": run.count}


def _of_jobs(actor: Actor) -> list[Notice]:
    by_itself = [name for name, kind in KINDS.items() if kind.by_itself]
    counts, jobs = job_counts(actor=actor, but=by_itself), reverse("jobs:jobs")
    found = []
    if counts.failed:
        sentence = ngettext("%(n)d job failed.", "%(n)d jobs failed.", counts.failed)
        url = f"{jobs}?state=failed"
        found.append(Notice(sentence % {"n": counts.failed}, url, "alert-triangle", "bad"))
    if counts.waiting:
        sentence = ngettext(
            "%(n)d job waits for the vault.", "%(n)d jobs wait for the vault.", counts.waiting
        )
        url = f"{jobs}?state=waiting"
        found.append(Notice(sentence % {"n": counts.waiting}, url, icon="lock"))
    return found


def _of_mail(actor: Actor, now: datetime) -> list[Notice]:
    """Say which mails did not get there, until somebody deals with them."""
    kinds = kinds_of(actor)
    if not kinds:
        return []
    counts = mail_counts(now=now, waiting_since=now - MAIL_TOO_LONG, kinds=kinds)
    url, found = reverse("mail:mails"), []
    if actor.may() and mail_box_problem():
        text = _("The mailbox with mail that came back could not be read.")
        found.append(Notice(text, reverse("mail:box"), "plug-connected-x", "bad"))
    if counts.bounced:
        text = ngettext(
            "%(n)d mail came back: it did not reach the customer.",
            "%(n)d mails came back: they did not reach the customer.",
            counts.bounced,
        )
        found.append(Notice(text % {"n": counts.bounced}, f"{url}?state=bounced", _BAD, "bad"))
    if counts.unknown:
        text = ngettext(
            "Of %(n)d mail nobody knows whether it was sent.",
            "Of %(n)d mails nobody knows whether they were sent.",
            counts.unknown,
        )
        found.append(Notice(text % {"n": counts.unknown}, f"{url}?state=unknown", _BAD, "bad"))
    for state, n in (("refused", counts.refused), ("given_up", counts.given_up)):
        if n:
            text = ngettext("%(n)d mail did not go out.", "%(n)d mails did not go out.", n)
            found.append(Notice(text % {"n": n}, f"{url}?state={state}", _BAD, "bad"))
    if counts.postponed:
        text = ngettext(
            "%(n)d mail was not taken yet and is tried again.",
            "%(n)d mails were not taken yet and are tried again.",
            counts.postponed,
        )
        found.append(Notice(text % {"n": counts.postponed}, f"{url}?state=postponed", "send"))
    if counts.waiting:
        text = ngettext("%(n)d mail is in line.", "%(n)d mails are in line.", counts.waiting)
        found.append(Notice(text % {"n": counts.waiting}, f"{url}?state=queued", icon="send"))
    return found


def _of_deliveries(actor: Actor, now: datetime) -> list[Notice]:
    """Say which e-invoices did not get there, until somebody deals with them."""
    stuck = deliveries_to_look_at(now=now) if actor.may(Role.SALES, Role.BOOKKEEPER) else []
    if not stuck:
        return []
    text = ngettext(
        "%(n)d e-invoice did not get there.", "%(n)d e-invoices did not get there.", len(stuck)
    )
    url = reverse("billing:e-deliveries")
    if len(stuck) == 1:
        url = reverse("billing:e-delivery", args=[stuck[0].id])
    return [Notice(text % {"n": len(stuck)}, url, _BAD, "bad")]


def _of_purchases(drafts: int) -> list[Notice]:
    """Say how many purchases wait to be booked."""
    if not drafts:
        return []
    text = ngettext("%(n)d purchase is to be booked.", "%(n)d purchases are to be booked.", drafts)
    url = f"{reverse('billing:purchases')}?state=draft"
    return [Notice(text % {"n": drafts}, url, icon="book-2")]


def _of_the_limit(actor: Actor, watch: DistanceWatch | None) -> list[Notice]:
    """Warn when distance sales come near the yearly limit, and when it was passed."""
    if watch is None or not (watch.is_near or watch.is_passed):
        return []
    url = reverse("company:company") if actor.may() else reverse("billing:invoices")
    if watch.is_passed:
        text = _(
            "Sales to consumers elsewhere in the EU have passed the yearly limit: their own VAT"
            " holds now. Register for OSS, and fill in since when."
        )
        return [Notice(text, url, _BAD, "bad")]
    text = _("Sales to consumers elsewhere in the EU come near the yearly limit for OSS.")
    return [Notice(text, url, "info-circle")]


def _of_the_vault(actor: Actor) -> list[Notice]:
    status, url = door.vault().status(), reverse("vault:status")
    if not status.is_running:
        return [Notice(_("The vault does not answer."), url, "plug-connected-x", "bad")]
    if not actor.may():
        return []
    found = []
    if status.alarms or status.ignored:
        alarm = _("The vault raised an alarm. Look at its page.")
        found.append(Notice(alarm, url, "shield-exclamation", "bad"))
    part = part_of(actor.vault)
    if part is not None and accounts_are_unknown(part):
        account = _("The vault does not know your own bank account yet.")
        found.append(Notice(account, reverse("vault:own-account"), icon="cash"))
    found += [
        Notice(sentence, url, "alert-triangle", "bad")
        for sentence in backup_standing(status, settings.PLACE, timezone.now()).sentences
    ]
    if _sheets_are_missing(status):
        sentence = _("The recovery sheets were not typed back yet.")
        found.append(Notice(sentence, reverse("vault:confirm-sheet", args=[1]), "printer", "bad"))
    return found


def _sheets_are_missing(status: Status) -> bool:
    return status.is_installed and not status.sheets_confirmed


def first_steps(*, products: bool, customers: bool, orders: bool, sent: bool) -> Sequence[Step]:
    """Give what to do first; nothing once the first invoice was sent."""
    if sent:
        return ()
    return (
        Step(_("Enter the data of your own company"), reverse("company:company"), has_company()),
        Step(_("Add a product that you sell"), reverse("catalogue:new"), products),
        Step(_("Register your first customer"), reverse("customers:new"), customers),
        Step(_("Take an order"), reverse("customers:customers"), orders),
        Step(_("Deliver it, and send the invoice"), reverse("sales:orders"), done=False),
    )


def sells(actor: Actor) -> bool:
    """Whether this person can take the first steps."""
    return actor.may(Role.SALES)
