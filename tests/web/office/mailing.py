"""Mail in tests of the pages: what the owner fills in, and work that waits for the vault."""

from django.test import Client

from klantkluis.core.roles import Channel
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.models import Job
from klantkluis.office.jobs.worker import lend_to_waiting, run_job
from klantkluis.office.lock import door
from support.fake_smtp import PASSWORD, USER
from web_door import staff_of

SETTINGS = {
    "host": "127.0.0.1", "security": "none", "user": USER, "password": PASSWORD,
    "sender_name": "Voorbeeld BV", "sender_address": "post@voorbeeld.nl",
}  # fmt: skip


def newest_job() -> str:
    return str(Job.objects.latest("pk").uid)


def lend(client: Client) -> None:
    """Let somebody come by who lends their vault to the one job that waits."""
    person = staff_of(client)
    session = door.vault().session(
        token=client.cookies["vault"].value, session=client.session.session_key or ""
    )
    assert lend_to_waiting(session, Actor(person.uid, person.roles, Channel.OFFICE)) == 1


def lend_and_run(client: Client) -> str:
    """Let the newest job wait for the vault, and somebody lend theirs; give how it ended."""
    uid = newest_job()
    assert run_job.call(uid) == Job.State.WAITING
    lend(client)
    return str(run_job.call(uid))
