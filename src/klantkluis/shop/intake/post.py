"""Questions, complaints, requests and withdrawals: post that a person answers."""

from collections.abc import Mapping
from typing import Any, Final

from klantkluis.core.days import answer_due
from klantkluis.core.fields.name import split_name
from klantkluis.customers.commands.notes import add_note
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.inserting import insert
from klantkluis.messages.letters import Person, Withdrawn
from klantkluis.messages.outbox import Kind
from klantkluis.shop.intake.people import Writer, customer_of
from klantkluis.shop.intake.reading import ADDRESS, Around, Came, fields_of
from klantkluis.shop.models import ShopOrder, ShopPost
from klantkluis.shop.stored import SHOP_POST

_Kind = ShopPost.Kind
KINDS: Final[Mapping[Kind, ShopPost.Kind]] = {
    Kind.QUESTION: _Kind.QUESTION,
    Kind.COMPLAINT: _Kind.COMPLAINT,
    Kind.QUOTE_REQUEST: _Kind.QUOTE,
    Kind.ACCESS_REQUEST: _Kind.ACCESS,
    Kind.CORRECTION_REQUEST: _Kind.CORRECTION,
    Kind.DELETION_REQUEST: _Kind.DELETION,
    Kind.WITHDRAWAL: _Kind.WITHDRAWAL,
}
OF_THE_GDPR: Final = frozenset({_Kind.ACCESS, _Kind.CORRECTION, _Kind.DELETION})


def take_post(came: Came, around: Around) -> None:
    """Put a letter in the post box, inside an act: under the key of its writer when we know them.

    A withdrawal is about an order when its number fits; whether it is theirs a person sees.
    """
    letter, kind = came.letter, KINDS[came.kind]
    fields = _contents(letter)
    if letter.account is not None:
        # Who was logged in is known already when the request is answered (GDPR art. 12(6)).
        fields["account"] = letter.account.hex
    known = customer_of(Writer(fields_of(_who(letter), None), letter.language, letter.account),
                        around.actor)  # fmt: skip
    row = ShopPost(
        kind=kind.value,
        customer_id=known.id if known else None,
        order_id=_order_of(letter.order),
        received_at=letter.at,
        due_on=answer_due(came.day) if kind in OF_THE_GDPR else None,
        language=letter.language,
        mailed=letter.mailed,
    )
    row.subject = known.uid if known else row.uid
    SHOP_POST.seal_new(around.actor.vault, [(row, fields)])
    insert(row)
    if known is not None:
        note_letter(known.id, fields, kind, around.actor)


def note_letter(
    customer_id: int, fields: Mapping[str, Any], kind: ShopPost.Kind, actor: Actor
) -> None:
    """Write what a letter says among the contacts with its writer, inside an act."""
    text = fields.get("text") or fields.get("goods") or fields.get("subject") or kind.value
    add_note(customer_id, text=str(text), means="other", direction="in", actor=actor)


def _who(letter: Any) -> Person:
    if isinstance(letter, Withdrawn):
        return Person(email=letter.email, **name_apart(letter.name))
    who: Person = letter.who
    return who


def name_apart(name: str) -> dict[str, str]:
    """Take a name that was typed in one field apart, as a customer has it."""
    parts = split_name(name)
    found = {
        "first_name": parts.first_name, "surname_prefix": parts.surname_prefix,
        "surname": parts.surname,
    }  # fmt: skip
    return {part: text for part, text in found.items() if text}


def _contents(letter: Any) -> dict[str, Any]:
    if isinstance(letter, Withdrawn):
        said: dict[str, Any] = {
            "name": letter.name, "email": letter.email, "order": letter.order,
            "goods": letter.goods,
        }  # fmt: skip
        return {name: text for name, text in said.items() if text}
    who = letter.who
    said = {
        "company": who.company, "first_name": who.first_name,
        "surname_prefix": who.surname_prefix, "surname": who.surname, "email": who.email,
        "phone": who.phone, "subject": letter.subject, "text": letter.text,
        "order": letter.order, "lines": [[sku, quantity] for sku, quantity in letter.lines],
    }  # fmt: skip
    if letter.address is not None:
        said |= {name: getattr(letter.address, name) for name in ADDRESS}
    return {name: text for name, text in said.items() if text}


def _order_of(typed: str) -> int | None:
    """Give the order of a number that somebody typed, when exactly one has it."""
    text = typed.strip().upper()
    if not text:
        return None
    found = ShopOrder.objects.filter(reference=text).values_list("order_id", flat=True)[:2]
    return found[0] if len(found) == 1 else None
