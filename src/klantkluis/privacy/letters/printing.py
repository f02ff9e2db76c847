"""The paper of a letter about a request."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.customers.letters import LetterEmpty, LetterWords
from klantkluis.foundation.company import company
from klantkluis.foundation.letterhead import branding_of, seller_of
from klantkluis.foundation.paper import LetterPaper, render_letter
from klantkluis.foundation.paper.values import Language, Party
from klantkluis.privacy.letters.drafting import places_in, words_in


class PlaceEmpty(Refusal):
    """A place in the letter was not filled in."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a letter is for, and where it reaches them."""

    name: str = field(repr=False)
    address: str = field(default="", repr=False)
    email: str = field(default="", repr=False)


def print_letter(
    *,
    words: LetterWords,
    language: str,
    number: int,
    to: Addressee,
    today: date,
    made_at: datetime,
) -> bytes:
    """Make the PDF of a letter without keeping it.

    Raises:
        LetterEmpty: subject or text is missing.
        PlaceEmpty: a place is still open, such as the reason.
        CompanyUnknown: nobody knows yet who we are.
    """
    if not words.subject.strip():
        raise LetterEmpty(_("Say what the letter is about."), field="subject")
    if not words.text.strip():
        raise LetterEmpty(_("Write the letter."), field="text")
    if places_in(words.text):
        raise PlaceEmpty(_("The text has a place between braces that is not filled in."),
                         field="text")  # fmt: skip
    ours = company()
    paper = LetterPaper(
        language=Language(language),
        seller=seller_of(ours),
        recipient=Party(name=to.name, address=tuple(to.address.splitlines()), number=""),
        written_on=today,
        subject=words.subject.strip(),
        salutation=words.salutation.strip(),
        paragraphs=(words.text.strip(),),
        farewell=words.farewell.strip(),
        signatory=words.signatory.strip(),
        facts=((words_in(language).our_reference, str(number)),),
        enclosures=tuple(line.strip() for line in words.enclosures.splitlines() if line.strip()),
    )
    return render_letter(paper, branding_of(ours, language=language), made_at=made_at)
