"""Making a package and letting it leave: as a stream, to the printer, or to the shop."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID, uuid4

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from klantkluis.customers.identities import Identity
from klantkluis.foundation.actors import Actor
from klantkluis.office.papers import pdf
from klantkluis.office.privacy.access.forms import Wanted
from klantkluis.office.requests import OfficeRequest
from klantkluis.privacy.access.ageing import for_key, for_words
from klantkluis.privacy.access.archive import age_file, archive
from klantkluis.privacy.access.package import Package, make_package
from klantkluis.privacy.access.printing import printed
from klantkluis.privacy.commands.handing_over import Way, end_hand_over, hand_over
from klantkluis.privacy.holdings import counts_of
from klantkluis.shop.pick_ups import put_in_the_shop
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.staff import StaffVault

MORE = 100
"""So many subjects more than were counted may be opened: something may come in meanwhile."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose package it is, and which request it answers."""

    identity: Identity
    request_uid: UUID | None


def gathered(session: StaffVault, asked: Asked, wanted: Wanted) -> Package:
    """Open everything that is held of somebody, with the vault password once more.

    Raises:
        PasswordNeeded: what was granted before is used up, or over.
        PasswordRefused: it is not the password; nothing was opened.
    """
    # Each document of a book year counts as a subject of its own.
    subjects = sum(counts_of(asked.identity.uids).values()) + MORE
    grant = wanted.grant or session.confirm("export", wanted.vault_password)
    return make_package(
        identity=asked.identity,
        kind=wanted.kind,
        language=wanted.language,
        vault=session.export(Purpose.REQUEST, subjects=subjects, grant=grant),
        log=session,
        made_at=timezone.localtime(),
        request_uid=asked.request_uid,
    )


def grant_for_later(session: StaffVault, wanted: Wanted) -> str:
    """Give what lets the package leave after its texts were looked through; empty when the
    password was not typed just now.

    One act in two steps takes the password once. The vault lets it count for this one act, in
    this person's session, and for five minutes.
    """
    return session.confirm("export", wanted.vault_password) if wanted.vault_password else ""


def on_paper(request: OfficeRequest, package: Package, asked: Asked) -> HttpResponseBase:
    """Give the PDF to print.

    Raises:
        TooMuchPaper: there are too many documents for paper.
    """
    contents = printed(package)
    leaves = _noted(package, asked, Way.PAPER, request.actor)
    b"".join(_measured([contents], leaves, request.actor))
    return pdf(request, contents, name=_name(package))


def as_file(package: Package, asked: Asked, wanted: Wanted, actor: Actor) -> HttpResponseBase:
    """Give the encrypted file, as a stream: nothing of it is written here."""
    leaves = _noted(package, asked, wanted.way, actor)
    name = f"{_name(package)}.zip"
    if wanted.way is Way.AGE:
        stanza = for_key(wanted.age_key) if wanted.age_key else for_words(wanted.passphrase)
        pieces, name = age_file(package, stanza, random=os.urandom), f"{name}.age"
    else:
        pieces = archive(package, random=os.urandom, passphrase=wanted.passphrase)
    media_type = "application/octet-stream" if wanted.way is Way.AGE else "application/zip"
    response = StreamingHttpResponse(_measured(pieces, leaves, actor), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


def in_the_shop(package: Package, asked: Asked, actor: Actor) -> None:
    """Seal the package to the account of its person, for the shop to keep until they come.

    Raises:
        NoAccount: they have no account that is open.
        PackageTooLarge: it is larger than the shop keeps.
    """
    uid = uuid4()
    leaves = _noted(package, asked, Way.SITE, actor, pick_up=uid)
    contents = archive(package, random=os.urandom)
    put_in_the_shop(
        uid=uid,
        uids=asked.identity.uids,
        contents=_measured(contents, leaves, actor),
        actor=actor,
        now=package.made_at,
        random=os.urandom,
    )


def _noted(
    package: Package, asked: Asked, way: Way, actor: Actor, pick_up: UUID | None = None
) -> int:
    return hand_over(
        package=package, way=way, actor=actor, request_uid=asked.request_uid, pick_up=pick_up
    )


def _measured(pieces: Iterable[bytes], hand_over_id: int, actor: Actor) -> Iterator[bytes]:
    """Let pieces through, and note what they come to when the last one left.

    When a download breaks off this is never reached, and the history says so.
    """
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        yield piece
    ended = partial(end_hand_over, hand_over_id=hand_over_id, actor=actor, now=timezone.now())
    ended(size=size, sha256=digest.digest())


def _name(package: Package) -> str:
    """Name a file by what it is and its day: never by whom it is about."""
    word = {"nl": "gegevens", "en": "data"}[package.language]
    return f"{word}-{package.made_at.date().isoformat()}"
