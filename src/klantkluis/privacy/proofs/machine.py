"""Checks of doors: connections, pages, the locked vault, and the site when it is here."""

import ipaddress
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from klantkluis.core.forbidden import bank_accounts
from klantkluis.foundation.company import own_accounts
from klantkluis.foundation.inventory import declared_by_the_site
from klantkluis.privacy.proofs.columns import worth_a_look
from klantkluis.privacy.proofs.shapes import Around, Check, Elsewhere, Sentences
from klantkluis.vault.refusals import VaultRefusal

TOKEN_VERBS: Final = (
    "OPEN", "SEAL", "SEARCH", "DUPLICATES", "LOOKALIKES", "INDEX", "OPEN_INTAKE", "EXPORT",
    "SHRED", "DESTROY_CLASS", "ROTATE", "ENROL", "STAFF", "SETTINGS", "AUDIT", "LEASE",
)  # fmt: skip
"""What nobody gets from the vault without having opened it themselves."""
SECONDS: Final = 10.0
"""How long a door may be silent before nothing can be said about it."""
_SHOWN: Final = frozenset({"publishedthing", "productentry", "productplace"})
"""Tables of the site with what the business shows to everybody."""


def only_listed_connections(around: Around) -> Sentences:
    """Compare what our processes have open with the hosts of the settings."""
    found = around.connections().outgoing
    if not found:
        return
    allowed = {address for host in around.hosts() for address in _addresses(host)}
    for each in found:
        if each.address not in allowed:
            yield f"process {each.process} has a connection to {each.address} port {each.port}"


def _addresses(host: str) -> Iterator[str]:
    try:
        yield from (str(info[4][0]) for info in socket.getaddrinfo(host, None))
    except OSError:
        return  # a host whose name nobody knows cannot be connected to either


def no_plain_http(around: Around) -> Sentences:
    """Knock without encryption at every port that our processes open beyond this machine."""
    if not around.plays and not around.secure_cookies:
        yield "cookies may travel over a connection that is not encrypted"
    for each in around.connections().listening:
        try:
            in_clear = _answers_in_clear(each.address, each.port)
        except TimeoutError:  # a silent door is not a closed one
            yield f"process {each.process} is silent at port {each.port}, so nothing is known"
            continue
        if in_clear:
            yield f"process {each.process} answers without encryption at port {each.port}"


def _answers_in_clear(address: str, port: int) -> bool:
    any_address = ipaddress.ip_address(address).is_unspecified
    where = ("::1" if ":" in address else "127.0.0.1") if any_address else address
    try:
        with socket.create_connection((where, port), timeout=SECONDS) as line:
            line.settimeout(SECONDS)
            line.sendall(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return line.recv(8).startswith(b"HTTP/")
    except TimeoutError:
        raise
    except OSError:
        return False


def locked_means_locked(around: Around) -> Sentences:
    """Ask the vault for everything with a made-up token, as somebody would who never opened it."""
    for verb in TOKEN_VERBS:
        request: dict[str, Any] = {
            "verb": verb, "token": "0" * 64, "session": "nobody", "items": [], "rows": [],
            "purpose": "file", "terms": "", "fields": {}, "uids": [], "each": [],
        }  # fmt: skip
        try:
            reply = around.ask_vault(request)
        except VaultRefusal:
            continue
        if "ok" in reply:
            yield f"the vault answers {verb} to somebody who did not open it"


def every_page_is_guarded(around: Around) -> Sentences:
    """Look whether every page says who may see it."""
    yield from around.unguarded()


def the_site_is_thin(around: Around) -> Sentences:
    """Look in the database of the site, when it is on this machine."""
    path = around.site_database
    if path is None or not path.exists():
        raise Elsewhere
    ours = frozenset("".join(each.split()).upper() for each in own_accounts())
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        yield from _undeclared(db)
        texts = list(_texts(db))
        for place, text in texts:
            if any(found not in ours for found in bank_accounts(text)):
                yield f"site: {place} holds a bank account number"
        people = [(place, text) for place, text in texts if worth_a_look(text)]
        found = around.upkeep.find_people([text for _place, text in people])
        for at, kind in sorted(found.items()):
            yield f"site: {people[at][0]} names a customer, by {kind}"


def _tables(db: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    names = [name for (name,) in db.execute(query)]
    return [name for name in names if not name.startswith(("sqlite_", "django_"))]


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')]


def _undeclared(db: sqlite3.Connection) -> Iterator[str]:
    declared = declared_by_the_site()
    known = {f"{each.field.replace('.', '/')}".lower() for each in declared.personal}
    known |= {f"{each.model}/{name}".lower() for each in declared.plain for name in each.columns}
    for table in _tables(db):
        model = table.removeprefix("site_")
        for column in _columns(db, table):
            if f"{model}/{column}".lower() not in known:
                yield f"site: the column {column} of {table} is declared nowhere"


def _texts(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for table in _tables(db):
        if table.removeprefix("site_") in _SHOWN:
            continue
        for column in _columns(db, table):
            query = (
                f'SELECT rowid, "{column}" FROM "{table}"'  # noqa: S608 - names of its own tables
                f' WHERE typeof("{column}") = \'text\' AND length("{column}") >= 5'
            )
            for key, text in db.execute(query):
                yield f"{table}.{column} row {key}", text


CHECKS: Final = (
    Check(
        id="connections.listed",
        title=_("No connection but to the listed hosts"),
        looks_at=_(
            "What the processes of the office have open at this moment, compared with the hosts"
            " in the settings."
        ),
        find=only_listed_connections,
    ),
    Check(
        id="http.none",
        title=_("Nothing answers without encryption"),
        looks_at=_("Every port that the office opens beyond this machine, and its cookies."),
        find=no_plain_http,
    ),
    Check(
        id="vault.locked",
        title=_("Locked means locked"),
        looks_at=_("Everything that the vault can do, asked by somebody who did not open it."),
        find=locked_means_locked,
    ),
    Check(
        id="doors.guarded",
        title=_("Every page asks who you are"),
        looks_at=_("Every address of the office, and who may see what is there."),
        find=every_page_is_guarded,
    ),
    Check(
        id="site.thin",
        title=_("The website holds nobody's data in clear"),
        looks_at=_(
            "The tables of the website, when it is on this machine: columns, account numbers, and"
            " whether a customer is named."
        ),
        find=the_site_is_thin,
        needs_vault=True,
        weight=3,
    ),
)
