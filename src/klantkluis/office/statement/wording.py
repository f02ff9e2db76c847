"""What a check found, in the language of the reader.

A check speaks English, and what it said is kept as it was said: a result of last week must still
be readable when the words of the program change. So each sentence is recognised here by its shape,
and said again in the language of the page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from klantkluis.office.disclosure_names import GROUNDS, RECIPIENTS
from klantkluis.office.privacy.retention_names import kind_names
from klantkluis.privacy.register.recipients import KINDS

SHAPES: Final = (
    gettext_noop("%(where)s: row %(row)s holds a bank account number"),
    gettext_noop("%(where)s: row %(row)s holds a citizen number"),
    gettext_noop("%(where)s: row %(row)s names a customer, by %(by)s"),
    gettext_noop("%(where)s: row %(row)s is not sealed"),
    gettext_noop("%(where)s: row %(row)s is a yes without evidence"),
    gettext_noop("%(where)s: the sealed row %(row)s holds a bank account number"),
    gettext_noop("%(where)s: the sealed row %(row)s holds a citizen number in a VAT number"),
    gettext_noop("%(where)s: the sealed row %(row)s holds a citizen number"),
    gettext_noop("%(where)s: the sealed row %(row)s does not open"),
    gettext_noop(
        "the sealed row %(row)s of %(where)s is not the one that the vault last sealed"
    ),
    gettext_noop("site: the column %(column)s of %(where)s is declared nowhere"),
    gettext_noop("site: %(where)s row %(row)s holds a bank account number"),
    gettext_noop("site: %(where)s row %(row)s names a customer, by %(by)s"),
    gettext_noop("site: %(where)s holds a bank account number"),
    gettext_noop("site: %(where)s names a customer, by %(by)s"),
    gettext_noop("the column %(column)s of %(where)s is declared nowhere"),
    gettext_noop("the field %(column)s of a customer is not in the statement"),
    gettext_noop("the file %(file)s holds %(n)s bank account numbers"),
    gettext_noop("the file %(file)s could not be read, so nobody looked in it"),
    gettext_noop("the folder %(file)s could not be read, so nobody looked in it"),
    gettext_noop("the copy of keys %(file)s is %(n)s days old"),
    gettext_noop("process %(n)s has a connection to %(address)s port %(port)s"),
    gettext_noop("process %(n)s answers without encryption at port %(port)s"),
    gettext_noop("process %(n)s is silent at port %(port)s, so nothing is known"),
    gettext_noop("cookies may travel over a connection that is not encrypted"),
    gettext_noop("the vault answers %(verb)s to somebody who did not open it"),
    gettext_noop("the page %(page)s is open to who did not log in"),
    gettext_noop("nobody said who the %(kind)s is, and it is switched on"),
    gettext_noop("the %(kind)s is switched on, and the published statement does not name it"),
    gettext_noop("no privacy statement was published yet"),
    gettext_noop("version %(n)s says something else than what holds now"),
    gettext_noop("the shop does not show version %(n)s"),
    gettext_noop("requests about personal data beyond their term: %(n)s"),
    gettext_noop("requests from the website that had to be answered by today: %(n)s"),
    gettext_noop("breach %(n)s should have been reported by now"),
    gettext_noop("what is over was not let go of for more than a day"),
    gettext_noop("letting go of what is over went wrong"),
    gettext_noop("%(what)s: %(n)s kept beyond their term"),
    gettext_noop("the shop has not said for %(n)s days which accounts nobody uses"),
    gettext_noop("disclosures to %(kind)s stand on %(ground)s, which is no ground for them"),
    gettext_noop("disclosure row %(row)s does not say what was handed over"),
    gettext_noop("event %(n)s is missing"),
    gettext_noop("event %(n)s was changed"),
    gettext_noop("events after %(n)s are gone, up to %(last)s at least"),
    gettext_noop("events before %(n)s are gone"),
    gettext_noop("the signature at event %(n)s is wrong"),
    gettext_noop("the checkpoint at event %(n)s is of another log"),
    gettext_noop("the keystore is older than the checkpoint at event %(n)s"),
    gettext_noop(
        "the books could not be read, so the checkpoints were not held against them"
    ),
    gettext_noop(
        "entry %(entry)s of the books is not the one that the checkpoint at event %(n)s names"
    ),
)  # fmt: skip
"""The sentences of the checks, each with its holes."""

ROOMS: Final[Mapping[str, Promise]] = {
    "customers": _("Customers"),
    "catalogue": _("Products"),
    "ledger": _("Books"),
    "sales": _("Orders"),
    "billing": _("Invoices"),
    "mail": _("Mail"),
    "shop": _("Shop"),
    "disclosures": _("Disclosures"),
    "privacy": _("Privacy"),
}
_BY: Final[Mapping[str, Promise]] = {
    "e-mail address": _("an e-mail address"),
    "phone number": _("a phone number"),
    "name": _("a name"),
    "address": _("an address"),
}
_HOLE: Final = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence for the page. `original` is English, and is there when it has no other words."""

    words: str
    original: str = ""


def in_words(sentence: str) -> Found:
    """Say what a check found in the language of the reader.

    The rules of the rooms speak to whoever mends a program, and there are many of them: of those
    the room is named, and the sentence follows as it is.
    """
    if (get_language() or "nl").startswith("en"):
        return Found(sentence)
    for shape, pattern in _patterns():
        if match := pattern.fullmatch(sentence):
            said = {name: _said(name, value) for name, value in match.groupdict().items()}
            return Found(_capital(gettext(shape) % said))
    room, _colon, rest = sentence.partition(": ")
    if room in ROOMS and rest:
        lead = _("A row does not agree with the others (%(room)s).") % {"room": ROOMS[room]}
        return Found(str(lead), rest)
    return Found("", sentence)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for shape in SHAPES:
        parts = _HOLE.split(shape)
        texts = [re.escape(part) for part in parts[::2]]
        holes = [f"(?P<{name}>.+?)" for name in parts[1::2]]
        paired = zip(texts, [*holes, ""], strict=True)
        found.append((shape, re.compile("".join(part for pair in paired for part in pair))))
    return tuple(found)


def _said(name: str, value: str) -> str:
    """Put what stands in a hole in the language of the reader, where it is a word of ours."""
    match name:
        case "by":
            return str(_BY.get(value, value))
        case "what":
            return kind_names().get(value, value)
        case "kind" if value in KINDS:
            return str(KINDS[value].title)
        case "kind":
            return str(RECIPIENTS.get(value, value))
        case "ground":
            return str(GROUNDS.get(value, value))
        case _:
            return value


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
