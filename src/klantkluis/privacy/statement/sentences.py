"""Every sentence that the statement can have, in its order."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from klantkluis.privacy.statement.about_care import CARE, OTHERS, QUESTIONS, RIGHTS
from klantkluis.privacy.statement.about_shop import CART
from klantkluis.privacy.statement.about_us import (
    HOW_LONG,
    KEPT,
    NEWSLETTER,
    PURPOSES,
    WHO,
)
from klantkluis.privacy.statement.shapes import Section, Sentence

TITLE: Final = _("Privacy statement")
SECTIONS: Final[tuple[Section, ...]] = (
    WHO, KEPT, PURPOSES, NEWSLETTER, CART, CARE, OTHERS, HOW_LONG, RIGHTS, QUESTIONS,
)  # fmt: skip


def every_sentence() -> Iterator[Sentence]:
    """Give every sentence, said or not."""
    for section in SECTIONS:
        yield from section.sentences
