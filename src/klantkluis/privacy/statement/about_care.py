"""Sentences about how we guard data, who gets them, and what people may ask."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klantkluis.core.declared import Recipient
from klantkluis.privacy.register.recipients import Named
from klantkluis.privacy.statement.about_us import OWNER
from klantkluis.privacy.statement.shapes import (
    Grade,
    Section,
    Sentence,
    Shape,
    Told,
    in_shop,
    proof,
)

_ON_TIME: Final = ("overdue.requests",)

CARE: Final = Section(
    _("Where your data are, and how we guard them"),
    (
        Sentence(
            id="P10.network",
            text=_("Our administration stands in our own network, not on the internet."),
            grade=Grade.ORGANISATIONAL,
            checks=("http.none",),
            role=OWNER,
        ),
        Sentence(
            id="P10.passwords",
            text=_(
                "A password is needed to get in, and a second one to see personal data. After a"
                " restart, and when nobody works, they are locked."
            ),
            grade=Grade.MEASURED,
            shape=Shape.FOLLOWS,
            checks=("doors.guarded", "vault.locked"),
            tests=(
                proof(
                    "unit/vault/test_staff.py",
                    "test_a_session_ends_after_ten_idle_minutes_and_eight_hours_at_most",
                ),
                proof(
                    "web/office/test_vault.py",
                    "test_a_vault_password_may_not_be_the_log_in_password",
                ),
            ),
        ),
        Sentence(
            id="P10.sealed",
            text=_(
                "Everything by which somebody could recognise you is stored encrypted, each"
                " customer under a key of their own."
            ),
            grade=Grade.MEASURED,
            checks=("fields.declared", "plain.people", "sealed.shape", "sealed.rows"),
            tests=(
                proof(
                    "journeys/test_stolen_disk.py", "test_no_byte_of_the_disk_tells_what_was_typed"
                ),
            ),
        ),
        Sentence(
            id="P10.forgotten",
            text=_(
                "If we destroy that key, your data can be read nowhere any more, not even in old"
                " backups. Copies of keys are at most seven days old."
            ),
            grade=Grade.MEASURED,
            shape=Shape.FOLLOWS,
            checks=("copies.young",),
        ),
        Sentence(
            id="P10.log",
            text=_(
                "Our program writes down who looked at whose data, when and for what. Nobody can"
                " change that log unseen."
            ),
            grade=Grade.MEASURED,
            checks=("audit.whole",),
        ),
        Sentence(
            id="breaches.told",
            text=_(
                "If something goes wrong with your data all the same, we report it to the Dutch"
                " data protection authority within 72 hours where the law asks for it, and tell"
                " you when the risk for you is high."
            ),
            grade=Grade.MEASURED,
            checks=("overdue.breaches",),
        ),
    ),
)


def _named(told: Told) -> list[Named]:
    """Give who is named; that the tax authority is one of them is said elsewhere (P7)."""
    return [each for each in told.recipients if each.name and each.kind != Recipient.TAX_AUTHORITY]


def _processors(told: Told) -> Iterable[Mapping[str, str]]:
    for each in _named(told):
        yield {"name": each.name, "kind": each.title, "gets": each.gets}


def _outside(told: Told) -> Iterable[Mapping[str, str]]:
    for each in told.recipients:
        if each.is_outside and each.name:
            yield {"name": each.name, "country": each.country, "safeguard": each.safeguard}


def _has_named(told: Told) -> bool:
    return bool(_named(told))


def _stays_inside(told: Told) -> bool:
    return not any(each.is_outside for each in told.recipients)


def _goes_outside(told: Told) -> bool:
    return not _stays_inside(told)


OTHERS: Final = Section(
    _("Who gets your data"),
    (
        Sentence(
            id="P9.nobody",
            text=_("We give your data to nobody, unless the law compels us."),
            grade=Grade.MEASURED,
            checks=("recipients.ground",),
        ),
        Sentence(
            id="P9.listed",
            text=_(
                "Our office makes no connections over the internet but those that we opened"
                " ourselves, for the work that is named here."
            ),
            grade=Grade.MEASURED,
            shape=Shape.FOLLOWS,
            checks=("connections.listed", "processors.named"),
        ),
        Sentence(
            id="P9.work",
            text=_(
                "Who works for us, or carries our goods, gets only what that work needs. We agreed"
                " with them that they do nothing else with it."
            ),
            grade=Grade.ORGANISATIONAL,
            role=OWNER,
            holds=_has_named,
        ),
        Sentence(
            id="P9.processors",
            text=_("%(name)s (%(kind)s): %(gets)s."),
            grade=Grade.MEASURED,
            shape=Shape.ITEM,
            checks=("processors.named",),
            fill=_processors,
            holds=_has_named,
        ),
        Sentence(
            id="P9.inside",
            text=_("Your data do not leave the European Economic Area."),
            grade=Grade.ORGANISATIONAL,
            role=OWNER,
            checks=("processors.named",),
            holds=_stays_inside,
        ),
        Sentence(
            id="P9.outside",
            text=_(
                "With %(name)s data go to a country outside the European Economic Area"
                " (%(country)s). This protects them there: %(safeguard)s."
            ),
            grade=Grade.ORGANISATIONAL,
            shape=Shape.ITEM,
            role=OWNER,
            fill=_outside,
            holds=_goes_outside,
        ),
    ),
)


def _right(name: str, text: Promise) -> Sentence:
    return Sentence(id=name, text=text, grade=Grade.MEASURED, shape=Shape.ITEM, checks=_ON_TIME)


RIGHTS: Final = Section(
    _("Your rights"),
    (
        Sentence(
            id="P13.ask",
            text=_(
                "You can always ask us what we keep of you. It costs nothing, you need not say"
                " why, and you get an answer within a month."
            ),
            grade=Grade.MEASURED,
            checks=_ON_TIME,
        ),
        _right("P13.see", _("See your data: you get a copy, on paper or as a file.")),
        _right("P13.correct", _("Have them corrected or completed when something is wrong.")),
        _right("rights.erase", _("Have them erased.")),
        _right(
            "rights.restrict",
            _("Have us keep them without using them, for instance while we sort something out."),
        ),
        _right(
            "rights.take-along",
            _("Take along what you gave us, in a file that other programs can read."),
        ),
        _right(
            "rights.object",
            _(
                "Object when we use them for our own interest. If you object to advertising, we"
                " stop at once."
            ),
        ),
        _right(
            "rights.withdraw",
            _("Take back a consent, as easily as you gave it. What was done before stays lawful."),
        ),
        Sentence(
            id="rights.website",
            text=_("You can ask all this on the page of this website about your data."),
            grade=Grade.RELEASE,
            tests=(
                proof(
                    "web/site/test_post.py",
                    "test_a_letter_reaches_the_office_and_its_writer_gets_a_reference",
                ),
            ),
            holds=in_shop,
        ),
        Sentence(
            id="rights.no-passport",
            text=_(
                "We make sure that it is really you who asks, without ever asking for a copy of"
                " your passport."
            ),
            grade=Grade.RELEASE,
            shape=Shape.FOLLOWS,
            tests=(
                proof(
                    "web/site/test_post.py",
                    "test_requests_about_data_never_ask_for_a_copy_of_a_passport",
                ),
            ),
        ),
        Sentence(
            id="P14.refusal",
            text=_(
                "Sometimes we may not erase or change something: our books must stay complete, or"
                " the law obliges us to keep it. Then we erase all the rest, and write to you what"
                " stays, under which law, and until when."
            ),
            grade=Grade.ORGANISATIONAL,
            role=OWNER,
            checks=("books.whole",),
        ),
        Sentence(
            id="P14.end",
            text=_("Until then we use it for nothing else, and on that day it goes by itself."),
            grade=Grade.MEASURED,
            shape=Shape.FOLLOWS,
            checks=("overdue.terms",),
        ),
    ),
)

QUESTIONS: Final = Section(
    _("Questions and complaints"),
    (
        Sentence(
            id="P15.reach",
            text=_(
                "With questions and complaints about your data you can always reach us, in any of"
                " the ways at the top of this page."
            ),
            grade=Grade.MEASURED,
            checks=("statement.published", *_ON_TIME),
        ),
        Sentence(
            id="complaint.authority",
            text=_(
                "Are you not content with our answer? You can lodge a complaint with the"
                " [Autoriteit Persoonsgegevens](https://autoriteitpersoonsgegevens.nl), the Dutch"
                " data protection authority, and you can go to court."
            ),
            grade=Grade.MEASURED,
            shape=Shape.FOLLOWS,
            checks=("statement.published",),
        ),
        Sentence(
            id="versions.kept",
            text=_(
                "We keep every version of this statement, so that we can tell you which one held"
                " when you came to us."
            ),
            grade=Grade.MEASURED,
            checks=("statement.published",),
        ),
    ),
)
