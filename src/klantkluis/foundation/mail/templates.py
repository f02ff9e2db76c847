"""The words of our mails: those of the owner, else good ones of ours."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from klantkluis.core.mail import odd_placeholders
from klantkluis.core.refusals import Refusal
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert
from klantkluis.foundation.mail.composing import MOST_SUBJECT, Words, one_line
from klantkluis.foundation.mail.wording import LANGUAGES, STANDARD, MailKind
from klantkluis.foundation.models import MailTemplate

MOST_BODY = 5000


class WordsWrong(Refusal):
    """These words cannot be used; the field says which."""


@dataclass(frozen=True, slots=True)
class Template:
    """The words that hold now. Version 0, without an id, is what we wrote ourselves."""

    kind: MailKind
    language: str
    words: Words
    id: int | None = None
    version: int = 0
    changed_at: datetime | None = None


def template_of(kind: MailKind, language: str) -> Template:
    """Give the words that hold now."""
    language = language if language in LANGUAGES else LANGUAGES[0]
    rows = MailTemplate.objects.filter(kind=kind.value, language=language).order_by("-version")
    row = rows.first()
    if row is None:
        return Template(kind, language, STANDARD[kind].words[language])
    words = Words(row.subject, row.body)
    return Template(kind, language, words, row.pk, row.version, row.changed_at)


def templates() -> list[Template]:
    """Give the words of each kind of mail in each language."""
    return [template_of(kind, language) for kind in MailKind for language in LANGUAGES]


def check_words(kind: MailKind, words: Words) -> None:
    """Look whether words can be used.

    Raises:
        WordsWrong: a part is empty, too long, or holds a place that this mail does not have.
    """
    for field, text, most in (
        ("subject", words.subject, MOST_SUBJECT),
        ("body", words.body, MOST_BODY),
    ):
        if not text.strip():
            raise WordsWrong(_("Write something here."), field=field)
        if len(text) > most:
            sentence = _("This is too long: at most %(most)d signs.") % {"most": most}
            raise WordsWrong(sentence, field=field)
        odd = odd_placeholders(text, STANDARD[kind].places)
        if odd:
            known = ", ".join(f"{{{name}}}" for name in STANDARD[kind].places)
            said = {"odd": " ".join(odd), "known": known}
            raise WordsWrong(
                _("%(odd)s means nothing in this mail. You can use: %(known)s.") % said, field=field
            )


@command("mail_template.changed")
def change_template(
    *, kind: MailKind, language: str, words: Words, actor: Actor, at: datetime
) -> int:
    """Write the words of a kind of mail in one language; give the id of this version.

    Mails that were sent keep the version that they were sent with.

    Raises:
        WordsWrong: they cannot be used; see `check_words`.
    """
    assert language in LANGUAGES
    check_words(kind, words)
    last = MailTemplate.objects.filter(kind=kind.value, language=language).aggregate(
        n=Max("version")
    )
    row = MailTemplate(
        kind=kind.value,
        language=language,
        version=(last["n"] or 0) + 1,
        subject=one_line(words.subject),
        body=words.body.replace("\r\n", "\n").strip(),
        changed_at=at,
        staff_id=actor.staff_id,
    )
    insert(row)
    return row.pk
