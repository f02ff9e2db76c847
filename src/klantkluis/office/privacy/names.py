"""What requests, their steps and their letters are called, for shopkeepers."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klantkluis.office.forms.base import Label
from klantkluis.office.request_names import KINDS
from klantkluis.privacy.letters import LetterKind
from klantkluis.privacy.queries import ANSWERED, CLOSED, OPEN, OVERDUE, WAITING
from klantkluis.privacy.rules import (
    AnswerWay,
    Decision,
    Ground,
    IdentityMethod,
    Next,
    RequestChannel,
    RequestKind,
    Risk,
    StepKind,
)

__all__ = (
    "CHANNELS", "DECISIONS", "GROUNDS", "GROUNDS_EXPLAINED", "KINDS",
    "KINDS_EXPLAINED", "LETTERS", "METHODS", "NEXT", "NEXT_EXPLAINED", "RISKS", "STATES", "STEPS",
    "WAYS",
)  # fmt: skip

KINDS_EXPLAINED: Mapping[RequestKind, Label] = MappingProxyType(
    {
        RequestKind.ACCESS: _("“Which data do you hold about me?” (GDPR art. 15)"),
        RequestKind.PORTABILITY: _("“I want my data in a file for somebody else.” (art. 20)"),
        RequestKind.RECTIFICATION: _("“Something you hold about me is wrong.” (art. 16)"),
        RequestKind.ERASURE: _("“Delete everything about me.” (art. 17)"),
        RequestKind.RESTRICTION: _("“Keep my data and do nothing with them.” (art. 18)"),
        RequestKind.OBJECTION: _("“I do not want you to use my data for this.” (art. 21)"),
        RequestKind.WITHDRAWAL: _("“I do not want your newsletter any more.” (art. 7)"),
        RequestKind.COMPLAINT: _("“I am not happy with how you treated me or my data.”"),
    }
)
CHANNELS: Mapping[RequestChannel, Label] = MappingProxyType(
    {
        RequestChannel.SITE: _("Web shop"),
        RequestChannel.EMAIL: pgettext_lazy("how a request came", "E-mail"),
        RequestChannel.PHONE: pgettext_lazy("how a request came", "Telephone"),
        RequestChannel.COUNTER: _("At the counter"),
        RequestChannel.LETTER: pgettext_lazy("how a request came", "Letter"),
    }
)
METHODS: Mapping[IdentityMethod, Label] = MappingProxyType(
    {
        IdentityMethod.LOGGED_IN: _("Logged in on the web shop"),
        IdentityMethod.EMAIL_CODE: _("Code to the e-mail address that we have"),
        IdentityMethod.LETTER_CODE: _("Code by post to the address that we have"),
        IdentityMethod.KNOWS_DOCUMENT: _("Knows an order or invoice, and its amount"),
        IdentityMethod.RECOGNISED: _("Recognised by one of us"),
        IdentityMethod.IN_PERSON: _("Was here in person"),
        IdentityMethod.NOT_NEEDED: _("Not needed for this request"),
    }
)
RISKS: Mapping[Risk, Label] = MappingProxyType(
    {
        Risk.KNOWN: _("The person was logged in to their own account when asking."),
        Risk.HARMLESS: _(
            "Nothing is given away, changed or lost if it were somebody else, so nobody has to"
            " show who they are."
        ),
        Risk.DISCLOSES: _(
            "The answer holds data. Somebody else must not get them, so it goes only to who can"
            " read what we send to the address that we know."
        ),
        Risk.IRREVERSIBLE: _(
            "What is erased does not come back. So it has to be sure that the person asks it."
        ),
        Risk.CHANGES: _(
            "It can be put right if it were somebody else, so a light check is enough: something"
            " that only the customer knows."
        ),
    }
)
DECISIONS: Mapping[Decision, Label] = MappingProxyType(
    {
        Decision.GRANTED: _("Granted"),
        Decision.PARTLY: _("Partly refused"),
        Decision.REFUSED: _("Refused"),
        Decision.NOTHING_HELD: _("We hold no data about them"),
        Decision.SETTLED: pgettext_lazy("what was decided about a complaint", "Settled"),
    }
)
GROUNDS: Mapping[Ground, Label] = MappingProxyType(
    {
        Ground.UNFOUNDED: _("The request is manifestly unfounded"),
        Ground.EXCESSIVE: _("The request is excessive, because it is repeated"),
        Ground.NOT_IDENTIFIED: _("We cannot establish who asks"),
        Ground.LAW_KEEPS: _("The law makes us keep the data"),
        Ground.CLAIMS: _("We need the data for something that is not finished"),
        Ground.COMPELLING: _("We have compelling reasons that weigh more"),
        Ground.ACCURATE: _("The data are right"),
        Ground.OTHERS: _("It would disclose data about others"),
    }
)
GROUNDS_EXPLAINED: Mapping[Ground, Label] = MappingProxyType(
    {
        Ground.UNFOUNDED: _("Rarely true. You have to be able to prove it."),
        Ground.EXCESSIVE: _("Asking once more after a while is not excessive by itself."),
        Ground.NOT_IDENTIFIED: _("You asked at once, and the answer did not come or did not fit."),
        Ground.LAW_KEEPS: _("Invoices and the books, seven years. Erase what may go all the same."),
        Ground.CLAIMS: _("An invoice that is open, a dispute, a guarantee that runs."),
        Ground.COMPELLING: _("Never for advertising: that always stops."),
        Ground.ACCURATE: _("You looked it up. Offer to keep their statement with the data."),
        Ground.OTHERS: _("First leave out what is about others, and give the rest."),
    }
)
WAYS: Mapping[AnswerWay, Label] = MappingProxyType(
    {
        AnswerWay.EMAIL: _("By e-mail"),
        AnswerWay.PAPER: _("On paper, by post"),
        AnswerWay.HANDED: _("Handed over here"),
        AnswerWay.PICK_UP: _("To be picked up in their account"),
        AnswerWay.AT_ONCE: _("At once, by the web shop"),
    }
)
LETTERS: Mapping[LetterKind, Label] = MappingProxyType(
    {
        LetterKind.ACKNOWLEDGEMENT: _("We have received it"),
        LetterKind.IDENTITY: _("Ask who it is"),
        LetterKind.EXTENSION: _("We need more time"),
        LetterKind.ACCESS: _("Give the data"),
        LetterKind.PORTABILITY: _("Give the data as files"),
        LetterKind.NOTHING_HELD: _("We hold no data"),
        LetterKind.RECTIFIED: _("The data are corrected"),
        LetterKind.ERASED: _("Everything is erased"),
        LetterKind.ERASED_PARTLY: _("Erased, except for a part"),
        LetterKind.RESTRICTED: _("The data are not used"),
        LetterKind.LIFTING: _("The data will be used again"),
        LetterKind.OBJECTION_HONOURED: _("We stop"),
        LetterKind.OBJECTION_REFUSED: _("We go on, and why"),
        LetterKind.CONSENT_WITHDRAWN: _("The consent is withdrawn"),
        LetterKind.COMPLAINT_ANSWERED: _("Answer the complaint"),
        LetterKind.REFUSAL: _("Refuse, and why"),
    }
)
STEPS: Mapping[StepKind, Label] = MappingProxyType(
    {
        StepKind.MATCHED: _("The person was found"),
        StepKind.IDENTITY_ASKED: _("It was asked who it is"),
        StepKind.IDENTITY_FAILED: _("The proof did not fit"),
        StepKind.IDENTIFIED: _("It is clear who it is"),
        StepKind.EXTENDED: _("The term was made longer"),
        StepKind.DECIDED: _("It was decided"),
        StepKind.ANSWERED: _("It was answered"),
        StepKind.DROPPED: _("The person took it back"),
        StepKind.CLOSED: _("It was closed"),
        StepKind.NOTE: _("Note"),
    }
)
NEXT: Mapping[Next, Label] = MappingProxyType(
    {
        Next.MATCH: _("Find the person"),
        Next.ASK_WHO: _("Establish who asks"),
        Next.HEAR_WHO: _("Wait for who it is"),
        Next.ANSWER: _("Answer"),
        Next.CLOSE: _("Close"),
        Next.NOTHING: _("Done"),
    }
)
NEXT_EXPLAINED: Mapping[Next, Label] = MappingProxyType(
    {
        Next.MATCH: _("Find in your customers whose data this is about. It may also be nobody."),
        Next.ASK_WHO: _(
            "Ask within five days of receipt, and the clock waits for the answer. Never ask for a"
            " copy of a passport or identity card."
        ),
        Next.HEAR_WHO: _("The person was asked who they are. Note it here when you hear."),
        Next.ANSWER: _("It is clear what is asked. Do it, and write the answer."),
        Next.CLOSE: _("The answer has gone out. See whether anything is left to do, and close it."),
        Next.NOTHING: _("Nothing is left to do. The request is kept for five years."),
    }
)
STATES: Mapping[str, Label] = MappingProxyType(
    {
        OPEN: _("Open"),
        OVERDUE: _("Overdue"),
        WAITING: _("Waiting for who it is"),
        ANSWERED: _("Answered, to be closed"),
        CLOSED: pgettext_lazy("requests", "Closed"),
    }
)
WHYS: Mapping[str, Label] = MappingProxyType(
    {
        "somebody_else": _("It is about somebody else"),
        "rights_of_others": _("Rights of somebody else, such as a business secret"),
    }
)
"""Why something is hidden in an access package."""
