"""Two years pass at a real site: who logs in again stays, and whose account nobody uses goes.

The office is a real one with a vault and a mail server. The site is killed before, while and after
it ends accounts, and the office before it has noted that.
"""

import signal
import sqlite3
import time
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from klantkluis.messages.wire import Verb
from support.clocks import moment
from support.scenarios import forked, tell
from support.scenarios.forgotten_at_the_site import (
    PASSWORD,
    Person,
    Story,
    _pull,
    _register,
    _report,
    _until_written_anew,
    killing_round,
    opened_shop,
)
from support.site_disk import values_of
from support.visitor import Visitor

MISHAPS = ("site_before", "site_meanwhile", "site_after", "office")


def scenario() -> dict[str, Any]:
    """Let some people register, two years pass, one log in, and the others be told."""
    with opened_shop() as story:
        return _played(story)


def _played(story: Story) -> dict[str, Any]:
    from klantkluis.shop.models import AccountEnding, SiteAccount

    stays = Person(0)
    _register(story, stays)
    before = values_of(story.database)
    gone = [Person(number) for number in range(1, len(MISHAPS) + 1)]
    for person in gone:
        _register(story, person)
        story.look(person)
        person.left -= before
    _pull(story)
    _years_pass(story)
    _days_pass(1)
    found = _round()
    told = _tell(story)
    _log_in(story, stays)
    _days_pass(1)
    used = _round()
    warned = AccountEnding.objects.count()
    _days_pass(40)
    problems = [_end(story, mishap) for mishap in MISHAPS]
    until = time.monotonic() + 60
    while AccountEnding.objects.filter(ended_at=None).exists() or _round():
        assert time.monotonic() < until, "the accounts never ended"
    left = frozenset(each for person in gone for each in person.left)
    _until_written_anew(story)
    running = _report(story, gone, left)
    logs_in = _log_in(story, stays)
    story.site.kill()
    return {
        "found": found, "used": used, "told": told, "warned": warned, "killed": problems,
        "open": SiteAccount.objects.filter(closed_at=None).count(),
        "closed": SiteAccount.objects.filter(closed_at__isnull=False).count(),
        "logs_in": logs_in,
        "running": running,
        "stopped": _report(story, gone, left),
        "over": _over(),
        "overdue": _overdue(),
    }  # fmt: skip


def _years_pass(story: Story) -> None:
    """Let the last log-ins be two years ago at the site: its clock is that of the machine."""
    statement = "UPDATE site_account SET used_month = used_month - 25"
    if story.database.startswith("postgres"):
        import psycopg

        with psycopg.connect(story.database) as server:
            server.execute(statement)
        return
    with closing(sqlite3.connect(story.database.removeprefix("sqlite:///"), timeout=30)) as site:
        site.execute(statement)
        site.commit()


def _days_pass(days: int) -> None:
    """Let days pass at the office: both clocks have to agree, so what it knows becomes older."""
    from klantkluis.shop.models import AccountEnding, SiteLink

    for row in AccountEnding.objects.all():
        for name in ("found_on", "seen_on", "ends_on"):
            setattr(row, name, getattr(row, name) - timedelta(days=days))
        row.save()
    SiteLink.objects.update(unused_on=_in(-1).date())


def _round() -> str:
    """Do a round of the office; give what was wrong."""
    from django.conf import settings

    from klantkluis.shop.linking.pulling import one_round

    found = one_round(settings.PLACE.link, lambda: _in(0))
    assert found is not None
    return found.problem


def _in(days: int) -> datetime:
    return moment() + timedelta(days=days)


def _tell(story: Story) -> list[str]:
    """Let the job of the office mail who is to be told; give the subjects."""
    from django.utils import timezone

    from klantkluis.core.mail import Security
    from klantkluis.foundation.jobs import carry_on, start_job
    from klantkluis.foundation.mail.server import ServerFields, change_mail_server
    from klantkluis.office.intake.endings import TELL, tell_of_endings
    from klantkluis.shop.unused import customers_to_tell

    actor, before = story.office.actor, len(story.smtp.mails)
    change_mail_server(
        fields=ServerFields(
            host="127.0.0.1", port=story.smtp.port, security=Security.NONE, user="",
            sender_name="Meetwinkel", sender_address="winkel@meetwinkel.nl",
        ),
        password="", actor=actor, at=_in(0),
    )  # fmt: skip
    about = {"customer_ids": customers_to_tell(limit=100)}
    uid = start_job(
        uid=uuid4(), kind=TELL, about=about, total=len(about["customer_ids"]), actor=actor,
        now=_in(0),
    )  # fmt: skip
    carry_on(
        job_uid=uid, actor=actor, work=tell_of_endings, clock=timezone.now,
        today=timezone.localdate(),
    )  # fmt: skip
    return [str(mail["Subject"]) for mail in story.smtp.mails[before:]]


def _log_in(story: Story, person: Person) -> bool:
    visitor = Visitor(story.site.url)
    visitor.get("/account/log-in/")
    visitor.send({"email": person.email, "password": PASSWORD})
    visitor.get("/account/")
    return person.who["surname"] in visitor.page.text_content()


def _end(story: Story, mishap: str) -> str:
    """Do the round in which one account ends, and let it go wrong; give how it went."""
    from klantkluis.shop.models import AccountEnding

    rows = AccountEnding.objects.filter(ended_at=None).order_by("pk")
    first = rows.values_list("pk", flat=True).first()
    # The others have their day later, so that each mishap has an account of its own.
    rows.exclude(pk=first).update(ends_on=_in(60).date())
    rows.filter(pk=first).update(ends_on=_in(0).date())
    process = forked(killing_round, story.site.pid, mishap, Verb.END_UNUSED)
    process.join()
    assert process.exitcode == -signal.SIGKILL, process.exitcode
    if mishap.startswith("site"):
        story.site.kill()
        story.site.start()
    until = time.monotonic() + 60
    while AccountEnding.objects.filter(pk=first, ended_at=None).exists():
        assert time.monotonic() < until, "the account never ended"
        _round()
    return mishap


def _over() -> list[int]:
    """Give whose relation is over when two more years have passed, and how many are kept."""
    from klantkluis.privacy.retaining.people import relations

    found = relations(today=_in(800).date(), months=24)
    return [len(found.over), found.based]


def _overdue() -> list[str]:
    from klantkluis.privacy.retaining.sweeping import overdue

    return [each for each in overdue(_in(0).date())[1] if "account" in each]


if __name__ == "__main__":
    tell(scenario)
