"""How the words of letters are kept: texts with places, and short words for what is counted."""

from collections.abc import Mapping
from dataclasses import dataclass

from klantkluis.privacy.letters.kinds import LetterKind
from klantkluis.privacy.rules import Ground, IdentityMethod, RequestKind


@dataclass(frozen=True, slots=True)
class Text:
    """Subject and paragraphs of a letter, with places between braces.

    A paragraph with a place that stays empty is left out.
    """

    subject: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Everything that letters say in one language.

    Attributes:
        complaint: what one can do about a decision on a request (GDPR art. 15 to 22): the court
            is asked within six weeks after it was received (UAVG art. 35(2)).
        no_answer_yet: the same before there is one; when it stays away, no time limit holds.
        no_decision: the same about an answer that is no such decision.
    """

    salutation: str
    salutation_nobody: str
    farewell: str
    our_reference: str
    asked: Mapping[RequestKind, str]
    texts: Mapping[LetterKind, Text]
    identity: Mapping[IdentityMethod, tuple[str, ...]]
    grounds: Mapping[Ground, tuple[str, ...]]
    complaint: str
    no_answer_yet: str
    no_decision: str
    pause: str
    held: str
    enclosed: Mapping[LetterKind, str]
