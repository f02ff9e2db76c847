"""vCards 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350), as programs write them rather than as they should.

Written here because the libraries at hand give up on lines that phones and Outlook write (they
skip an address with an umlaut) and log what they skip, which is personal data.
"""

import codecs
import contextlib
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from klantkluis.foundation.tables.encoding import decode
from klantkluis.foundation.tables.table import FileTooLarge, Limits, Note, Row, Table, too_many_rows

COLUMNS = (
    "UID", "KIND", "N family", "N given", "N additional", "FN", "ORG", "ADR box", "ADR extended",
    "ADR street", "ADR town", "ADR region", "ADR postcode", "ADR country", "TEL", "EMAIL", "NOTE",
)  # fmt: skip
_NAME_PARTS = ("N family", "N given", "N additional")
_ADDRESS_PARTS = COLUMNS[7:14]
# What a card may hold and we never copy, with the name under which it is mentioned.
_LEFT_OUT = {
    "BDAY": "birthday", "GENDER": "gender", "X-GENDER": "gender", "SEX": "gender",
    "PHOTO": "photo", "ANNIVERSARY": "anniversary", "X-ANNIVERSARY": "anniversary",
    "X-MS-CARDPICTURE": "photo", "X-WAB-GENDER": "gender", "X-SPOUSE": "spouse",
    "DEATHDATE": "date of death", "BIRTHPLACE": "place of birth",
}  # fmt: skip
_SEMICOLON = re.compile(r"(?<!\\);")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CHARSET = re.compile(rb"CHARSET=\"?([\w.:-]+)", re.IGNORECASE)
_SOFT_BREAK = re.compile(rb"QUOTED-PRINTABLE", re.IGNORECASE)


@dataclass(slots=True)
class _Property:
    name: str
    types: frozenset[str]
    preference: int
    value: bytes
    encoding: str


@dataclass(slots=True)
class _Card:
    properties: list[_Property] = field(default_factory=list)
    closed: bool = False


def is_vcard(content: bytes) -> bool:
    """Tell whether a file holds vCards; an empty file does not tell."""
    start = decode(content[:400]).text.lstrip()
    return start[:11].upper() == "BEGIN:VCARD"


def _known(charset: str, otherwise: str) -> str:
    try:
        return codecs.lookup(charset).name
    except LookupError:
        return otherwise


def _encoding_of(content: bytes) -> str:
    """Find the encoding of a file: UTF-8, or else what some property names, or else a guess."""
    decoded = decode(content)
    if not decoded.guessed:
        return decoded.encoding
    for found in _CHARSET.finditer(content):
        named = _known(found.group(1).decode("ascii", "replace"), "")
        if named and not named.startswith("utf"):
            return named
    return decoded.encoding


def _unfolded(content: bytes) -> Iterator[bytes]:
    """Give the logical lines: folded ones joined, soft breaks of quoted-printable too."""
    line = b""
    soft = False
    for raw in re.split(rb"\r\n|\n|\r", content):
        if soft:
            if raw.strip():
                line += raw
                soft = raw.endswith(b"=")
                line = line.removesuffix(b"=") if soft else line
            continue
        if raw[:1] in {b" ", b"\t"} and line:
            line += raw[1:]
            continue
        if line:
            yield line
        line = raw
        soft = raw.endswith(b"=") and _SOFT_BREAK.search(raw.split(b":", 1)[0]) is not None
        line = line.removesuffix(b"=") if soft else line
    if line:
        yield line


def _split_outside_quotes(text: str, edge: str) -> list[str]:
    parts, quoted = [""], False
    for character in text:
        quoted ^= character == '"'
        if character == edge and not quoted:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _property(line: bytes, encoding: str) -> _Property | None:
    """Take a line apart into name, parameters and value; None if it is no property."""
    head = re.match(rb"(?:[^:\"]|\"[^\"]*\")+:", line[:4000])
    if head is None:
        return None
    name, *parameters = _split_outside_quotes(head.group()[:-1].decode("latin-1"), ";")
    value, types, preference = line[head.end() :], set[str](), 100
    for parameter in parameters:
        key, _, told = parameter.strip().upper().rpartition("=")
        told = told.strip('"')
        if told in {"QUOTED-PRINTABLE", "Q"}:
            value = quopri.decodestring(value)
        elif key == "CHARSET":
            encoding = _known(told, encoding)
        elif key == "PREF" and told.isdigit():
            preference = int(told)
        elif key in {"", "TYPE"}:
            types.update(told.split(","))
    if "PREF" in types:
        preference = 0
    plain = name.rpartition(".")[2].strip().upper()
    return _Property(plain, frozenset(types), preference, value, encoding)


def _text(found: _Property) -> str:
    # A card that was cut off may end in the middle of a letter of several bytes.
    for value in (found.value, found.value[:-1], found.value[:-2], found.value[:-3]):
        with contextlib.suppress(UnicodeDecodeError):
            return value.decode(found.encoding)
    return decode(found.value).text


def _plain(text: str) -> str:
    text = _ESCAPED.sub(lambda m: "\n" if m.group(1) in "nN" else m.group(1), text)
    return text.replace("\r\n", "\n").strip()


def _cards(content: bytes, limits: Limits) -> Iterator[_Card]:
    encoding, card, count = _encoding_of(content), None, 0
    for line in _unfolded(content):
        mark = line.strip().upper()
        if mark == b"BEGIN:VCARD":
            if card is not None:
                yield card
            card, count = _Card(), count + 1
            if count > limits.rows:
                raise FileTooLarge(too_many_rows(limits.rows))
        elif mark == b"END:VCARD":
            if card is not None:
                card.closed = True
                yield card
            card = None
        elif card is not None:
            found = _property(line, encoding)
            if found is not None and len(card.properties) < limits.columns:
                card.properties.append(found)
    if card is not None:
        yield card


def _best(card: _Card, name: str, wanted: tuple[str, ...] = ()) -> str:
    """Give the preferred value of a property; among equals one of a `wanted` type, then order."""
    candidates = [p for p in card.properties if p.name == name and p.value.strip(b" ;")]
    candidates = [p for p in candidates if not p.types & {"FAX", "PAGER", "BBS", "MODEM"}]
    if not candidates:
        return ""
    return _text(min(candidates, key=lambda p: (p.preference, not (p.types & set(wanted)), p.name)))


def _cells(card: _Card) -> dict[str, str]:
    cells: dict[str, str] = {}
    for columns, value in (
        (_NAME_PARTS, _best(card, "N")),
        (_ADDRESS_PARTS, _best(card, "ADR", ("WORK",))),
    ):
        parts = [_plain(part) for part in _SEMICOLON.split(value)]
        cells.update(zip(columns, parts, strict=False))
    cells["FN"] = _plain(_best(card, "FN"))
    cells["ORG"] = _plain(_SEMICOLON.split(_best(card, "ORG"))[0])
    cells["TEL"] = _plain(_best(card, "TEL", ("WORK", "CELL"))).removeprefix("tel:")
    cells["EMAIL"] = _plain(_best(card, "EMAIL", ("WORK",))).removeprefix("mailto:")
    cells["NOTE"] = _plain(_best(card, "NOTE"))
    cells["UID"] = _plain(_best(card, "UID"))
    cells["KIND"] = _plain(_best(card, "KIND") or _best(card, "X-ABSHOWAS")).casefold()
    return cells


def read_vcards(content: bytes, limits: Limits) -> Table:
    """Read each card as a row of `COLUMNS`; of several addresses or numbers the preferred one.

    Birthdays, genders, photos and the like are not copied, only named in `left_out`.

    Raises:
        FileTooLarge: there are more cards than `limits.rows`.
    """
    decoded = decode(content)
    if decoded.encoding.startswith(("utf-16", "utf-32")) or content.startswith(codecs.BOM_UTF8):
        content = decoded.text.encode("utf-8")
    rows: list[Row] = []
    notes: list[tuple[Note, str]] = []
    left_out: dict[str, None] = {}
    for number, card in enumerate(_cards(content, limits), start=1):
        cells = _cells(card)
        left_out.update(
            (_LEFT_OUT[p.name], None)
            for p in card.properties
            if p.name in _LEFT_OUT and p.value.strip()
        )
        if not card.closed:
            notes.append((Note.CARD_CUT_OFF, str(number)))
        longest = limits.cell_characters
        rows.append(Row(number, tuple(cells.get(c, "")[:longest] for c in COLUMNS)))
    return Table("vcard", COLUMNS, rows, tuple(notes), tuple(left_out))
