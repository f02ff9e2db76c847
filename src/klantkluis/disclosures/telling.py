"""What a recipient is told about data that they got (GDPR art. 19): a letter, made fresh."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from klantkluis.disclosures.queries import NoticeRow
from klantkluis.disclosures.rules import NoticeKind
from klantkluis.foundation.company import company
from klantkluis.foundation.letterhead import branding_of, seller_of
from klantkluis.foundation.paper import LetterPaper, render_letter
from klantkluis.foundation.paper.values import Language, Party


@dataclass(frozen=True, slots=True)
class About:
    """Whom a notice is about: by what the recipient knows them. It is kept nowhere."""

    number: int | None
    name: str = field(default="", repr=False)
    address: tuple[str, ...] = field(default=(), repr=False)
    now: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """What is right now, by the name of the field; for a correction."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the letter says."""

    subject: str
    salutation: str
    paragraphs: tuple[str, ...] = field(repr=False)
    farewell: str


def words_for(row: NoticeRow, about: About, *, categories: str) -> Words:
    """Write the letter in the language that is in force.

    Args:
        categories: the names of the kinds of data that it is about.
    """
    given = date_format(timezone.localtime(row.given_at), "DATE_FORMAT")
    opening = _(
        "On %(day)s we gave you personal data of the person named below. It is about: %(kinds)s."
    )
    return Words(
        subject=_subject(row.kind),
        salutation=_("Dear Sir or Madam,"),
        paragraphs=(
            opening % {"day": given, "kinds": categories},
            _who(about),
            *_asks(row.kind, about),
            _(
                "The law obliges us to tell you this (article 19 of the General Data Protection"
                " Regulation). Please pass it on to whoever received these data from you."
            ),
        ),
        farewell=_("Kind regards,"),
    )


def _subject(kind: str) -> str:
    return {
        NoticeKind.RECTIFICATION.value: _("Correction of personal data"),
        NoticeKind.ERASURE.value: _("Erasure of personal data"),
        NoticeKind.RESTRICTION.value: _("Restriction of the use of personal data"),
    }[kind]


def _who(about: About) -> str:
    lines = [about.name, *about.address]
    if about.number is not None:
        lines.append(_("Our customer number: %(n)d") % {"n": about.number})
    return "\n".join(line for line in lines if line)


def _asks(kind: str, about: About) -> tuple[str, ...]:
    if kind == NoticeKind.ERASURE:
        return (
            _(
                "We have erased these data at the request of this person. Please erase them too, as"
                " far as no law obliges you to keep them."
            ),
        )
    if kind == NoticeKind.RESTRICTION:
        return (
            _(
                "The use of these data is restricted. Please keep them and do not use them, until"
                " we tell you that the restriction is lifted."
            ),
        )
    now = "\n".join(f"{label}: {value}" for label, value in about.now)
    return (
        _("These data were not right, and we have corrected them. Please correct them too."),
        *((_("This is right:") + "\n" + now,) if now else ()),
    )


def notice_paper(
    row: NoticeRow, words: Words, *, signatory: str, language: str, made_at: datetime
) -> bytes:
    """Give the letter as a PDF, on our own paper; it is kept nowhere."""
    ours = company()
    paper = LetterPaper(
        language=Language(language),
        seller=seller_of(ours),
        recipient=Party(name=row.recipient_name),
        written_on=timezone.localtime(made_at).date(),
        subject=words.subject,
        salutation=words.salutation,
        paragraphs=words.paragraphs,
        farewell=words.farewell,
        signatory=signatory,
        facts=((_("Our reference"), str(row.id)),),
    )
    return render_letter(paper, branding_of(ours, language=language), made_at=made_at)
