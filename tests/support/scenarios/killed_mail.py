"""The process that sends mail is killed at any moment; no customer gets a mail twice by it."""

import os
import random
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from support.scenarios import a_draft, clerk, forked, tell

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
POINTS = ("", "connect", "", "mail", "rcpt", "data", "after_data", "quit")
"""Where the kill falls: at a step of the conversation, or anywhere."""
LATER = NOW + timedelta(hours=1)


def scenario(*, kills: int, seed: int) -> dict[str, Any]:
    """Kill a sender `kills` times; tell what the server got, and what we say of each mail."""
    from klantkluis.core.mail import State
    from klantkluis.foundation.mail.queries import mail_rows
    from rooms.story import all_broken
    from support.fake_smtp import fake_smtp

    chance, actor = random.Random(seed), clerk()
    with fake_smtp() as fake:
        _open_mail(actor, fake.port)
        for turn in range(kills):
            mail_id = _queued(actor, turn)
            fake.paused.clear()
            fake.pauses_at = POINTS[turn % len(POINTS)]
            reading, writing = os.pipe()
            process = forked(_send, mail_id, writing)
            os.close(writing)
            with os.fdopen(reading) as lines:
                assert lines.readline() == "begun\n"
                _wait(fake, chance, POINTS[turn % len(POINTS)], process)
                process.kill()
            process.join()
        fake.pauses_at = ""
        time.sleep(0.5)  # what is under way arrives
        rows = mail_rows(now=LATER, limit=kills)
        before = [row.state.value for row in rows]
        got = Counter(str(mail["Message-ID"]) for mail in fake.mails)
        wrong = [row.id for row in rows if not _fits(row.state, got[_id_of(row.uid)])]
        for row in rows:
            _try(row.id, actor)
        again = Counter(str(mail["Message-ID"]) for mail in fake.mails)
        left = {row.state for row in mail_rows(now=LATER, limit=kills)}
    return {
        "states": Counter(before),
        "wrong": wrong,
        "twice": [uid for uid, times in again.items() if times > 1],
        "left": sorted(left - {State.ACCEPTED, State.UNKNOWN}),
        "broken": all_broken(),
    }


def _wait(fake: Any, chance: random.Random, point: str, process: Any) -> None:
    """Wait until the mail is as far as this; for no point in particular, any moment."""
    if not point:
        process.join(chance.random() * 0.1)
        return
    assert fake.paused.wait(20), f"the mail never came to {point}"


def _fits(state: str, times: int) -> bool:
    """Tell whether what we say of a mail is true of what the server has."""
    return times in {"queued": {0}, "accepted": {1}, "unknown": {0, 1}}.get(state, set())


def _id_of(uid: Any) -> str:
    return f"<{uid.hex}@voorbeeld.nl>"


def _open_mail(actor: Any, port: int) -> None:
    from klantkluis.core.mail import Security
    from klantkluis.foundation.mail.server import ServerFields, change_mail_server
    from support.fake_smtp import PASSWORD, USER

    fields = ServerFields("127.0.0.1", port, Security.NONE, USER, "Wij", "post@voorbeeld.nl")
    change_mail_server(fields=fields, password=PASSWORD, actor=actor, at=NOW)


def _queued(actor: Any, index: int) -> int:
    from klantkluis.billing.commands import file_paper, send_invoice
    from klantkluis.billing.mailing import invoice_recipient
    from klantkluis.foundation.mail.commands import queue_mail
    from klantkluis.foundation.mail.wording import MailKind
    from rooms.story import TODAY

    invoice_id = a_draft(actor, index)
    send_invoice(invoice_id=invoice_id, actor=actor, today=TODAY)
    file_paper(invoice_id=invoice_id, actor=actor, made_at=NOW)
    to = invoice_recipient(invoice_id=invoice_id, vault=actor.vault)
    return queue_mail(
        kind=MailKind.INVOICE, about_id=invoice_id, customer_uid=to.uid, language=to.language,
        actor=actor, at=NOW,
    )  # fmt: skip


def _send(mail_id: int, out: int) -> None:
    """Send one mail; slowly enough for a kill to fall anywhere."""
    from klantkluis.billing.mailing import invoice_content
    from klantkluis.foundation.mail.sending import send_mail

    os.write(out, b"begun\n")
    send_mail(mail_id=mail_id, actor=clerk(), write=invoice_content, clock=lambda: NOW)


def _try(mail_id: int, actor: Any) -> None:
    """Let the next worker have a go at it, as after a restart."""
    from klantkluis.billing.mailing import invoice_content
    from klantkluis.foundation.mail.commands import MailNotToSend
    from klantkluis.foundation.mail.sending import send_mail

    try:
        send_mail(mail_id=mail_id, actor=actor, write=invoice_content, clock=lambda: LATER)
    except MailNotToSend:
        return


if __name__ == "__main__":
    tell(scenario)
