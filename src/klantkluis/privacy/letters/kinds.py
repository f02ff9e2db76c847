"""Which letters there are, and which of them are answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from klantkluis.privacy.rules import Decision, Ground, RequestKind, grounds_for


class LetterKind(StrEnum):
    """What a letter is for."""

    ACKNOWLEDGEMENT = "acknowledgement"
    IDENTITY = "identity"
    EXTENSION = "extension"
    ACCESS = "access"
    PORTABILITY = "portability"
    NOTHING_HELD = "nothing_held"
    RECTIFIED = "rectified"
    ERASED = "erased"
    ERASED_PARTLY = "erased_partly"
    RESTRICTED = "restricted"
    LIFTING = "lifting"
    OBJECTION_HONOURED = "objection_honoured"
    OBJECTION_REFUSED = "objection_refused"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    COMPLAINT_ANSWERED = "complaint_answered"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a letter decides. `ground` is empty where the person who writes it chooses one."""

    decision: Decision
    ground: Ground | None = None


ANSWERS: Final[Mapping[LetterKind, Answer]] = MappingProxyType(
    {
        LetterKind.ACCESS: Answer(Decision.GRANTED),
        LetterKind.PORTABILITY: Answer(Decision.GRANTED),
        LetterKind.NOTHING_HELD: Answer(Decision.NOTHING_HELD),
        LetterKind.RECTIFIED: Answer(Decision.GRANTED),
        LetterKind.ERASED: Answer(Decision.GRANTED),
        LetterKind.ERASED_PARTLY: Answer(Decision.PARTLY, Ground.LAW_KEEPS),
        LetterKind.RESTRICTED: Answer(Decision.GRANTED),
        LetterKind.OBJECTION_HONOURED: Answer(Decision.GRANTED),
        LetterKind.OBJECTION_REFUSED: Answer(Decision.REFUSED, Ground.COMPELLING),
        LetterKind.CONSENT_WITHDRAWN: Answer(Decision.GRANTED),
        LetterKind.COMPLAINT_ANSWERED: Answer(Decision.SETTLED),
        LetterKind.REFUSAL: Answer(Decision.REFUSED),
    }
)
"""The letters that answer a request, and what they decide. The others stop no clock."""
_OF: Final[Mapping[RequestKind, tuple[LetterKind, ...]]] = MappingProxyType(
    {
        RequestKind.ACCESS: (LetterKind.ACCESS, LetterKind.NOTHING_HELD),
        RequestKind.PORTABILITY: (LetterKind.PORTABILITY, LetterKind.NOTHING_HELD),
        RequestKind.RECTIFICATION: (LetterKind.RECTIFIED, LetterKind.NOTHING_HELD),
        RequestKind.ERASURE: (
            LetterKind.ERASED, LetterKind.ERASED_PARTLY, LetterKind.NOTHING_HELD,
        ),
        RequestKind.RESTRICTION: (LetterKind.RESTRICTED, LetterKind.NOTHING_HELD),
        RequestKind.OBJECTION: (LetterKind.OBJECTION_HONOURED, LetterKind.OBJECTION_REFUSED),
        RequestKind.WITHDRAWAL: (LetterKind.CONSENT_WITHDRAWN,),
        RequestKind.COMPLAINT: (LetterKind.COMPLAINT_ANSWERED,),
    }
)  # fmt: skip


def letters_for(kind: RequestKind) -> tuple[LetterKind, ...]:
    """Give the letters that can answer a request of this kind, the likeliest first."""
    refusal = (LetterKind.REFUSAL,) if grounds_for(kind) else ()
    return (*_OF[kind], *refusal)


def may_be_written(letter: LetterKind, kind: RequestKind) -> bool:
    """Tell whether a letter fits a request of this kind."""
    if letter in {LetterKind.ACKNOWLEDGEMENT, LetterKind.IDENTITY, LetterKind.EXTENSION}:
        return True
    if letter is LetterKind.LIFTING:
        return kind is RequestKind.RESTRICTION
    return letter in letters_for(kind)
