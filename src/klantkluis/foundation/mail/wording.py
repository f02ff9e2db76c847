"""What our mails say when nobody wrote them otherwise, and which places can be filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from klantkluis.foundation.mail.composing import Words

LANGUAGES = ("nl", "en")


class MailKind(StrEnum):
    """What a mail is about; the document goes along with it, if there is one."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    QUOTE = "quote"
    ORDER = "order"
    DELIVERY_NOTE = "delivery_note"
    E_INVOICE = "e_invoice"
    STATEMENT = "statement"
    REQUEST = "request"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Standard:
    """The places of one kind of mail with a sample of each, and its first words, per language."""

    sample: Mapping[str, Mapping[str, str]]
    words: Mapping[str, Words]

    @property
    def places(self) -> tuple[str, ...]:
        """The names that may stand between braces."""
        return tuple(self.sample[LANGUAGES[0]])


_PEOPLE = {"name": "Els van der Jansen", "company": "Voorbeeld BV"}

STANDARD: Mapping[MailKind, Standard] = MappingProxyType(
    {
        MailKind.INVOICE: Standard(
            {
                "nl": {
                    "number": "2026-0042",
                    "amount": "€ 379,00",
                    "due_on": "4 december 2026",
                    **_PEOPLE,
                },
                "en": {
                    "number": "2026-0042",
                    "amount": "€379.00",
                    "due_on": "4 December 2026",
                    **_PEOPLE,
                },
            },
            {
                "nl": Words(
                    "Factuur {number} van {company}",
                    "Beste {name},\n\n"
                    "Hartelijk dank voor uw bestelling. In de bijlage vindt u factuur {number} van"
                    " {amount}.\n\n"
                    "Wilt u het bedrag uiterlijk {due_on} aan ons overmaken, en daarbij het"
                    " factuurnummer vermelden? Op de factuur staat naar welke rekening.\n\n"
                    "Klopt er iets niet, of hebt u een vraag? Beantwoord dan gerust deze mail.\n\n"
                    "Met vriendelijke groet,\n{company}",
                ),
                "en": Words(
                    "Invoice {number} from {company}",
                    "Dear {name},\n\n"
                    "Thank you for your order. Attached you will find invoice {number} for"
                    " {amount}.\n\n"
                    "Please pay it by {due_on} and mention the invoice number. The invoice says to"
                    " which account.\n\n"
                    "If something is not right, or if you have a question, simply reply to this"
                    " e-mail.\n\n"
                    "Kind regards,\n{company}",
                ),
            },
        ),
        MailKind.CREDIT_NOTE: Standard(
            {
                "nl": {
                    "number": "C2026-0007",
                    "invoice": "2026-0042",
                    "amount": "€ 79,00",
                    **_PEOPLE,
                },
                "en": {
                    "number": "C2026-0007",
                    "invoice": "2026-0042",
                    "amount": "€79.00",
                    **_PEOPLE,
                },
            },
            {
                "nl": Words(
                    "Creditnota {number} van {company}",
                    "Beste {name},\n\n"
                    "In de bijlage vindt u creditnota {number} van {amount}. Daarmee corrigeren"
                    " wij factuur {invoice}.\n\n"
                    "Hebt u de factuur nog niet betaald? Dan hoeft u zoveel minder over te maken."
                    " Hebt u al betaald, dan verrekenen wij het met u.\n\n"
                    "Met vriendelijke groet,\n{company}",
                ),
                "en": Words(
                    "Credit note {number} from {company}",
                    "Dear {name},\n\n"
                    "Attached is credit note {number} for {amount}. It corrects invoice"
                    " {invoice}.\n\n"
                    "If you have not paid that invoice yet, you pay so much less. If you have, we"
                    " will settle it with you.\n\n"
                    "Kind regards,\n{company}",
                ),
            },
        ),
        MailKind.QUOTE: Standard(
            {
                "nl": {
                    "number": "1042",
                    "amount": "€ 379,00",
                    "valid_until": "20 december 2026",
                    **_PEOPLE,
                },
                "en": {
                    "number": "1042",
                    "amount": "€379.00",
                    "valid_until": "20 December 2026",
                    **_PEOPLE,
                },
            },
            {
                "nl": Words(
                    "Offerte {number} van {company}",
                    "Beste {name},\n\n"
                    "Hartelijk dank voor uw aanvraag. In de bijlage vindt u offerte {number} van"
                    " {amount}. De offerte is geldig tot en met {valid_until}.\n\n"
                    "Gaat u akkoord? Stuur de offerte dan ondertekend terug, of beantwoord deze"
                    " mail. Ook als u nog iets wilt vragen of veranderen.\n\n"
                    "Met vriendelijke groet,\n{company}",
                ),
                "en": Words(
                    "Quote {number} from {company}",
                    "Dear {name},\n\n"
                    "Thank you for your request. Attached is quote {number} for {amount}. It is"
                    " valid until {valid_until}.\n\n"
                    "If you agree, return the quote signed or simply reply to this e-mail. Do so"
                    " too if you want to ask or change something.\n\n"
                    "Kind regards,\n{company}",
                ),
            },
        ),
        MailKind.E_INVOICE: Standard(
            {
                "nl": {"number": "2026-0042", "amount": "€ 379,00", **_PEOPLE},
                "en": {"number": "2026-0042", "amount": "€379.00", **_PEOPLE},
            },
            {
                "nl": Words(
                    "E-factuur {number} van {company}",
                    "Beste {name},\n\n"
                    "In de bijlage vindt u {number} van {amount} als e-factuur: een bestand dat uw"
                    " boekhoudprogramma kan inlezen.\n\n"
                    "Hebt u er een vraag over? Beantwoord dan gerust deze mail.\n\n"
                    "Met vriendelijke groet,\n{company}",
                ),
                "en": Words(
                    "E-invoice {number} from {company}",
                    "Dear {name},\n\n"
                    "Attached is {number} for {amount} as an e-invoice: a file that your accounting"
                    " program can read.\n\n"
                    "If you have a question about it, simply reply to this e-mail.\n\n"
                    "Kind regards,\n{company}",
                ),
            },
        ),
        MailKind.ORDER: Standard(
            {
                "nl": {
                    "number": "1042",
                    "amount": "€ 379,00",
                    "ordered_on": "20 november 2026",
                    **_PEOPLE,
                },
                "en": {
                    "number": "1042",
                    "amount": "€379.00",
                    "ordered_on": "20 November 2026",
                    **_PEOPLE,
                },
            },
            {
                "nl": Words(
                    "Uw bestelling {number} bij {company}",
                    "Beste {name},\n\n"
                    "Hartelijk dank voor uw bestelling van {ordered_on}. In de bijlage vindt u"
                    " de bevestiging: wat u hebt besteld en wat het kost, samen {amount}.\n\n"
                    "Wilt u nakijken of alles klopt? Laat het ons snel weten als u iets wilt"
                    " veranderen; u kunt deze mail gewoon beantwoorden.\n\n"
                    "Met vriendelijke groet,\n{company}",
                ),
                "en": Words(
                    "Your order {number} at {company}",
                    "Dear {name},\n\n"
                    "Thank you for your order of {ordered_on}. Attached is the confirmation: what"
                    " you ordered and what it costs, {amount} in total.\n\n"
                    "Please check that everything is right. If you want to change something, let"
                    " us know soon by replying to this e-mail.\n\n"
                    "Kind regards,\n{company}",
                ),
            },
        ),
        MailKind.DELIVERY_NOTE: Standard(
            {
                "nl": {
                    "number": "1007",
                    "order": "1042",
                    "delivered_on": "20 november 2026",
                    **_PEOPLE,
                },
                "en": {
                    "number": "1007",
                    "order": "1042",
                    "delivered_on": "20 November 2026",
                    **_PEOPLE,
                },
            },
            {
                "nl": Words(
                    "Uw bestelling {order} is onderweg",
                    "Beste {name},\n\n"
                    "Uw bestelling {order} is op {delivered_on} verzonden. In de bijlage vindt u"
                    " de afleverbon: daarop staat wat er in het pakket zit, en wat er eventueel"
                    " nog volgt.\n\n"
                    "Is er iets niet goed aangekomen? Beantwoord dan deze mail, dan lossen wij"
                    " het op.\n\n"
                    "Met vriendelijke groet,\n{company}",
                ),
                "en": Words(
                    "Your order {order} is on its way",
                    "Dear {name},\n\n"
                    "We sent your order {order} on {delivered_on}. Attached is the delivery note:"
                    " it says what is in the box, and what still follows, if anything.\n\n"
                    "If something did not arrive as it should, reply to this e-mail and we will"
                    " put it right.\n\n"
                    "Kind regards,\n{company}",
                ),
            },
        ),
        MailKind.STATEMENT: Standard(
            {
                "nl": {
                    "number": "1042",
                    "amount": "€ 379,00",
                    "day": "20 november 2026",
                    **_PEOPLE,
                },
                "en": {"number": "1042", "amount": "€379.00", "day": "20 November 2026", **_PEOPLE},
            },
            {
                "nl": Words(
                    "Rekeningoverzicht van {company}",
                    "Beste {name},\n\n"
                    "In de bijlage vindt u een overzicht van uw rekening bij ons. Op {day} stond"
                    " er {amount} open.\n\n"
                    "Klopt er iets niet volgens uw administratie? Beantwoord dan gerust deze"
                    " mail.\n\n"
                    "Met vriendelijke groet,\n{company}",
                ),
                "en": Words(
                    "Statement of account from {company}",
                    "Dear {name},\n\n"
                    "Attached is a statement of your account with us. On {day} the balance was"
                    " {amount}.\n\n"
                    "If anything differs from your own records, simply reply to this"
                    " e-mail.\n\n"
                    "Kind regards,\n{company}",
                ),
            },
        ),
        MailKind.REQUEST: Standard(
            {
                "nl": {"number": "12", "subject": "Uw gegevens zijn verbeterd", **_PEOPLE},
                "en": {"number": "12", "subject": "Your data have been corrected", **_PEOPLE},
            },
            {
                "nl": Words(
                    "{subject}",
                    "Beste {name},\n\n"
                    "In de bijlage vindt u onze brief over uw verzoek met nummer {number}:"
                    " {subject}.\n\n"
                    "Hebt u een vraag, of kunt u de bijlage niet openen? Beantwoord dan deze"
                    " mail.\n\n"
                    "Met vriendelijke groet,\n{company}",
                ),
                "en": Words(
                    "{subject}",
                    "Dear {name},\n\n"
                    "Attached is our letter about your request with number {number}:"
                    " {subject}.\n\n"
                    "If you have a question, or if you cannot open the attachment, simply reply to"
                    " this e-mail.\n\n"
                    "Kind regards,\n{company}",
                ),
            },
        ),
        MailKind.ACCOUNT: Standard(
            {
                "nl": {
                    "day": "1 december 2026",
                    "link": "https://winkel.voorbeeld.nl/account/log-in/",
                    **_PEOPLE,
                },
                "en": {
                    "day": "1 December 2026",
                    "link": "https://winkel.voorbeeld.nl/account/log-in/",
                    **_PEOPLE,
                },
            },
            {
                "nl": Words(
                    "Uw account bij {company} eindigt op {day}",
                    "Beste {name},\n\n"
                    "U hebt een account in onze webwinkel dat al lang niet is gebruikt. Wij"
                    " bewaren uw gegevens niet langer dan nodig is. Daarom eindigt het account op"
                    " {day}: uw naam, adres en wachtwoord worden dan uit de webwinkel gewist.\n\n"
                    "Wilt u het account houden? Log dan voor die dag één keer in:\n{link}\n"
                    "Bent u uw wachtwoord kwijt, dan vraagt u daar een nieuw aan.\n\n"
                    "Hebt u het account niet meer nodig, dan hoeft u niets te doen. Aan uw"
                    " bestellingen en facturen verandert niets, en bestellen kan ook zonder"
                    " account.\n\n"
                    "Met vriendelijke groet,\n{company}",
                ),
                "en": Words(
                    "Your account with {company} ends on {day}",
                    "Dear {name},\n\n"
                    "You have an account in our web shop that has not been used for a long time."
                    " We keep your data no longer than needed. That is why the account ends on"
                    " {day}: your name, address and password are then deleted from the web"
                    " shop.\n\n"
                    "Do you want to keep the account? Log in once before that day:\n{link}\n"
                    "If you lost your password, you can ask for a new one there.\n\n"
                    "If you no longer need it, you do not have to do anything. Your orders and"
                    " invoices are not affected, and you can always order without an"
                    " account.\n\n"
                    "Kind regards,\n{company}",
                ),
            },
        ),
    }
)
