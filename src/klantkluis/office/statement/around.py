"""What the office gives to the checks: its vault, its files, its doors, its connections."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from klantkluis.foundation.mail.box import mail_box
from klantkluis.foundation.mail.server import mail_server
from klantkluis.foundation.models import Event
from klantkluis.foundation.outgoing import opened_services
from klantkluis.office.backup.workroom import workroom_of
from klantkluis.office.housekeeping.books import RULES
from klantkluis.office.housekeeping.running import last_night, last_runs
from klantkluis.office.housekeeping.sealed import SEAL_TABLES, rows_to_open, wrong_rows
from klantkluis.office.lock import door
from klantkluis.office.place import PLAYING, Place
from klantkluis.office.statement.sockets import our_connections
from klantkluis.privacy.proofs.shapes import Around
from klantkluis.shop.link import link_state
from klantkluis.shop.queries import intake_counts
from klantkluis.vault.copies import made_at
from klantkluis.vault.rows import SealedRow

PUBLIC: Final = frozenset(
    {"access:log-in", "access:join", "access:language", "access:theme", "setup:welcome"}
)
"""The pages that people see before they have logged in."""
_A_DAY: Final = timedelta(days=1)
"""Who starts an office in the morning need not find it red before it caught up."""
DATABASES: Final = (".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".sqlite3-journal")


def around() -> Around:
    """Give this office as it stands now."""
    place: Place = settings.PLACE
    vault = door.vault()
    return Around(
        now=timezone.now(),
        stopwatch=monotonic,
        upkeep=vault.upkeep(),
        ask_vault=vault.knock,
        sealed=_sealed,
        wrong_rows=lambda: wrong_rows(vault.upkeep()),
        rules=RULES,
        files=lambda: files_of(place),
        shut_folders=lambda: shut_folders(place),
        key_copies=lambda: key_copies_of(place),
        connections=lambda: our_connections(place.root),
        hosts=listed_hosts,
        unguarded=unguarded,
        site_database=_site_database(place),
        plays=place.mode in PLAYING,
        secure_cookies=settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE,
    )


def _sealed() -> Iterator[tuple[str, Iterator[SealedRow]]]:
    for label in SEAL_TABLES:
        yield label, rows_to_open(label)


def _site_database(place: Place) -> Path | None:
    """Give the database of a site that stands in or beside this office, as that of a demo does."""
    here = Path(os.environ.get("KLANTKLUIS_SITE_DIR", place.root / "site")) / "site.sqlite3"
    return here if here.exists() else None


def _folders(place: Place) -> list[Path]:
    """Give the folders of the office: its own, and those that KLANTKLUIS_LOGS names.

    A packaged install names the one of its backups there, with colons between.
    """
    named = [Path(part) for part in os.environ.get("KLANTKLUIS_LOGS", "").split(":") if part]
    found = [place.root, *named]
    return [
        each
        for each in dict.fromkeys(found)
        if not any(each != other and each.is_relative_to(other) for other in found)
    ]


def shut_folders(place: Place) -> Iterator[Path]:
    """Give the folders that are to be looked at and that this process may not read.

    What is on its way into a backup is root's alone, for as long as it takes to make one.
    """
    of_others = [*_of_vault(place), workroom_of(place)]
    for folder in _folders(place):
        for path in (folder, *(each for each in folder.rglob("*") if each.is_dir())):
            theirs = any(path.is_relative_to(each) for each in of_others)
            if path.exists() and not theirs and not os.access(path, os.R_OK | os.X_OK):
                yield path


def _of_vault(place: Place) -> list[Path]:
    """Give the folders of the vault, in which it looks itself: nobody else may, in production."""
    folders = (place.audit.parent, place.keystore.parent, *place.copies)
    return [each for each in folders if each != place.root]


def _every_file(place: Place) -> Iterator[Path]:
    of_vault = _of_vault(place)
    for folder in _folders(place):
        for path in sorted(folder.rglob("*")):
            theirs = any(path.is_relative_to(each) for each in of_vault)
            if path.is_file() and not path.is_symlink() and not theirs:
                yield path


def files_of(place: Place) -> Iterator[Path]:
    """Give every file of the office but the databases that are looked at column by column."""
    main = Path(place.database_url.removeprefix("sqlite:///"))
    by_column = {"site.sqlite3", main.name}
    for path in _every_file(place):
        stem = next((path.name.removesuffix(end) for end in DATABASES if path.name.endswith(end)),
                    None)  # fmt: skip
        if stem is None or f"{stem}.sqlite3" not in by_column:
            yield path


def key_copies_of(place: Place) -> Iterator[tuple[str, datetime]]:
    """Give every copy of the keystore in the folders of the office, and when it was made.

    An erasure writes in old copies too, so their time of change says nothing: their name does.
    """
    live = place.keystore.resolve()
    for path in _every_file(place):
        is_one = path.name.startswith("keystore") and ".sqlite3" in path.name
        beside = path.name.startswith(f"{live.name}-") and path.parent == live.parent
        if is_one and path.resolve() != live and not beside:
            yield path.name, made_at(path)


def listed_hosts() -> frozenset[str]:
    """Give the hosts to which the settings let the office connect, and that of its database."""
    urls = [each.url for each in opened_services()]
    state, server, box = link_state(), mail_server(), mail_box()
    urls += [state.url] if state else []
    hosts = {urlsplit(url).hostname or "" for url in urls}
    hosts |= {server.host} if server else set()
    hosts |= {box.host} if box else set()
    hosts.add(urlsplit(settings.PLACE.database_url).hostname or "")
    return frozenset(host for host in hosts if host)


def unguarded() -> Iterator[str]:
    """Give one sentence for each page that does not say who may see it."""
    for name, page in _pages(get_resolver()):
        roles = getattr(page.callback, "allowed_roles", ...)
        if roles is ... or (roles is None and name not in PUBLIC):
            yield f"the page {name} is open to who did not log in"


def _pages(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _pages(each, inner)
        else:
            yield f"{space}{each.name}", each


def nightly_work_overdue(now: datetime) -> Iterator[str]:
    """Say that what is over was not let go of: the nightly work did not come, or went wrong.

    In an office of today no night has passed yet.
    """
    run = last_runs().get("let_go")
    if run is None and not Event.objects.filter(at__lt=now - _A_DAY).exists():
        return
    if run is None or run.began_at < last_night(now) - _A_DAY:
        yield "what is over was not let go of for more than a day"
    elif run.outcome != "well":
        yield "letting go of what is over went wrong"


def requests_overdue(now: datetime) -> Iterator[str]:
    """Say how many requests from the website should have been answered."""
    late = intake_counts(today=timezone.localdate(now)).late
    if late:
        yield f"requests from the website that had to be answered by today: {late}"
