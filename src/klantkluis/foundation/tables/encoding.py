"""From bytes to text: which encoding a file was written in."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ["cp1252", "cp1250", "cp1251", "cp1253", "cp850", "mac_roman", "iso8859_15"]
_HIGH = re.compile(rb"[\x80-\xff]")
_LETTER = re.compile(rb"[A-Za-z\x80-\xff]")
# cp1252 leaves these bytes without a meaning, and its other signs from this range are rare;
# files of old DOS and Mac programs are full of them.
_UNLIKELY_IN_CP1252 = re.compile(rb"[\x81-\x84\x86-\x90\x94\x98-\x9f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file and the name of its encoding; `guessed` when nothing in it told."""

    text: str
    encoding: str
    guessed: bool = False


def _guess(content: bytes) -> str:
    """Guess a single-byte encoding.

    Western European text has few letters outside ASCII, so that statistics on them mislead:
    Windows-1252 it is, unless the text is full of such letters or holds bytes that it lacks.
    """
    sample = content[:200_000]
    high = len(_HIGH.findall(sample))
    foreign = high > 0.25 * max(1, len(_LETTER.findall(sample)))
    if not foreign and not _UNLIKELY_IN_CP1252.search(sample):
        return "cp1252"
    best = from_bytes(sample, cp_isolation=_CANDIDATES).best()
    return best.encoding if best else "cp1252"


def decode(content: bytes) -> Decoded:
    """Turn the bytes of a text file into text; it never fails.

    A byte order mark tells; then UTF-8 if the bytes are valid UTF-8; then UTF-16 if every other
    byte is zero; then a guess. A byte without a meaning becomes U+FFFD.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Decoded(content[len(mark) :].decode(encoding, "replace"), encoding)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if "\x00" not in text[:2000]:
            return Decoded(text, "utf-8")
    sample = content[:2000]
    if sample[1::2].count(0) > len(sample) // 4:
        return Decoded(content.decode("utf-16-le", "replace"), "utf-16-le", guessed=True)
    if sample[::2].count(0) > len(sample) // 4:
        return Decoded(content.decode("utf-16-be", "replace"), "utf-16-be", guessed=True)
    encoding = _guess(content)
    return Decoded(content.decode(encoding, "replace"), encoding, guessed=True)
