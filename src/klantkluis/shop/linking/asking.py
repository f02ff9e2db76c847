"""Asking the site something: signed, numbered, and the answer checked before it is believed."""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.messages import link as texts
from klantkluis.messages import wire
from klantkluis.messages.wire import Verb
from klantkluis.shop.linking.keys import LinkKeys
from klantkluis.shop.models import SiteLink
from klantkluis.shop.transport import Line, SiteAway

type Numbers = Callable[[], int]


class NotPaired(Refusal):
    """This office has no site."""


class SiteRefuses(Exception):  # noqa: N818 - named as the fact that it tells
    """The site says no, under its own signature; `status` is that of HTTP."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class AnswerForged(Exception):  # noqa: N818 - named as the fact that it tells
    """An answer does not carry the signature of our site."""


def the_link() -> SiteLink:
    """Give the link with the site.

    Raises:
        NotPaired: there is none.
    """
    row = SiteLink.objects.filter(pk=1).first()
    if row is None:
        raise NotPaired(_("This office has no shop yet."))
    return row


def fresh_number() -> int:
    """Give the number of the next question; it is on the disk before the question leaves.

    It is never lower than the clock in milliseconds, so that an office which was put back from a
    backup does not use a number again.
    """
    with transaction.atomic():
        row = SiteLink.objects.select_for_update().get(pk=1)
        number = max(row.number + 1, time.time_ns() // 1_000_000)
        SiteLink.objects.filter(pk=1).update(number=number)
    return number


class Conversation:
    """A round of questions to one site over one connection."""

    def __init__(
        self, line: Line, *, site_id: UUID, site_key: bytes, keys: LinkKeys,
        numbers: Numbers = fresh_number,
    ) -> None:  # fmt: skip
        self._line, self._site_id, self._site_key = line, site_id, site_key
        self._keys, self._numbers = keys, numbers

    @property
    def site_id(self) -> UUID:
        """The id of the site."""
        return self._site_id

    @property
    def keys(self) -> LinkKeys:
        """The secrets of the link."""
        return self._keys

    def ask(self, verb: Verb, question: msgspec.Struct | None = None) -> Any:
        """Ask the site something and give its answer.

        Never call it inside a transaction: others would wait for the site.

        Raises:
            SiteAway: there was no usable answer.
            AnswerForged: the answer is not of our site, or not to this question.
            SiteRefuses: the site says no.
        """
        body = wire.write(question or wire.Nothing())
        number = self._numbers()
        status, answer = self._sent(verb, number, body)
        if status != 200:
            raise SiteRefuses(status)
        try:
            return wire.read(wire.ANSWERS, verb, answer)
        except ValueError:
            raise SiteAway("answer") from None

    def _sent(self, verb: Verb, number: int, body: bytes) -> tuple[int, bytes]:
        signature = texts.sign(
            self._keys.key, texts.request_text(self._site_id, verb, number, body)
        )
        reply = self._line.send(
            "POST", f"/{texts.PATH}/{verb}", body,
            {
                "Content-Type": "application/json",
                texts.NUMBER_HEADER: str(number),
                texts.SIGNATURE_HEADER: signature,
            },
            most=wire.MOST_ANSWER_BYTES,
        )  # fmt: skip
        said = reply.headers.get(texts.SIGNATURE_HEADER.lower(), "")
        if not said and reply.status != 200:
            # A proxy in between, or a site that is just starting; it signs nothing.
            raise SiteAway("unreachable" if reply.status >= 500 else "answer")
        text = texts.answer_text(self._site_id, number, reply.status, reply.body)
        if not texts.is_signed(self._site_key, text, said):
            raise AnswerForged
        return reply.status, reply.body


def conversation(link: SiteLink, line: Line, keys: LinkKeys) -> Conversation:
    """Give a conversation with the site that we are paired with."""
    return Conversation(line, site_id=link.site_id, site_key=bytes(link.site_key), keys=keys)
