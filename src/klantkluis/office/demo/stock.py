"""The stock of the demo company, and what came back in its last weeks."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from klantkluis.billing.commands import (
    CreditReason,
    NewCredit,
    Received,
    file_credit_paper,
    issue_credit_note,
    take_back,
)
from klantkluis.billing.queries.returns import prepared_credits, prepared_quantities
from klantkluis.catalogue.queries import ProductRow
from klantkluis.catalogue.stock.commands import (
    Counted,
    NewCorrection,
    StockSettings,
    correct_stock,
    count_stock,
    receive_stock,
    set_up_stock,
)
from klantkluis.catalogue.stock.moving import Reason
from klantkluis.catalogue.stock.queries import levels
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.pages import Days
from klantkluis.office.demo.moments import noon
from klantkluis.sales.backorders import reserved
from klantkluis.sales.commands import (
    NewReturn,
    ReturnReason,
    announce_return,
    cancel_return,
)
from klantkluis.sales.lists import Narrowing, delivery_rows
from klantkluis.sales.returns.queries import return_card, returnable_lines
from klantkluis.vault.client import LockedVault
from klantkluis.vault.purposes import Purpose

WEEKS = 8
FATES = ("prepared", "credited", "called_off", "announced", "replaced", "announced")
"""What became of each return, the newest delivery first."""
SAID = ("Past net niet", "Een kras op het blad", "", "Poot wiebelt", "", "Verkeerde kleur")


@dataclass(slots=True)
class Warehouse:
    """Keeps stock of what is made of wood, since eight weeks; the last two weeks nothing came in.

    Its chance is its own, so that the rest of the business stays as it is.
    """

    actor: Actor
    chance: random.Random
    products: Sequence[ProductRow]
    until: date

    @property
    def opened_on(self) -> date:
        """The day of the first count."""
        return self.until - timedelta(weeks=WEEKS)

    def opens(self, on: date) -> None:
        """Begin to keep stock: a place and a reorder point for each product, and a first count."""
        goods = [product for product in self.products if product.unit != "HUR"]
        for nth, product in enumerate(goods):
            place = f"{'ABCDEFGH'[nth % 8]}-{nth // 8 + 1:02d}"
            settings = StockSettings(
                keeps_stock=True, reorder_point=Decimal(self.chance.choice((4, 6, 8))), place=place
            )
            set_up_stock(product_id=product.id, settings=settings, actor=self.actor)
        there = {
            product.id: Counted(Decimal(self.chance.randrange(10, 24)), None) for product in goods
        }
        count_stock(counted=there, counted_on=on, actor=self.actor)

    def restocks(self, on: date) -> None:
        """Receive what has to be ordered and some of what there is fewest of, and write off what
        was damaged."""
        ids = [product.id for product in self.products]
        asked, known = reserved(product_ids=ids), levels(product_ids=ids)
        come = {
            pk: Decimal(8)
            for pk, row in known.items()
            if row.on_hand - asked.get(pk, Decimal(0)) < (row.reorder_point or 0)
        }
        fewest = min(known, key=lambda pk: (known[pk].on_hand, pk))
        come.setdefault(fewest, Decimal(4))
        receive_stock(quantities=come, received_on=on, actor=self.actor)
        damaged = self.chance.choice(sorted(known))
        one = NewCorrection(damaged, Decimal(-1), Reason.DAMAGED)
        correct_stock(correction=one, corrected_on=on, actor=self.actor)

    def takes_back(self) -> None:
        """Let goods of the last weeks come back, each with another end."""
        days = Days(self.until - timedelta(days=90), self.until - timedelta(days=7))
        sent = delivery_rows(narrowing=Narrowing(days=days), limit=len(FATES))
        for row, fate, said in zip(sent, FATES, SAID, strict=False):
            lines = returnable_lines(
                order_id=row.order_id, delivery_id=row.id, vault=LockedVault(),
                purpose=Purpose.SHIP,
            )  # fmt: skip
            if lines:
                wanted = NewReturn(
                    quantities={lines[0].delivery_line_id: min(lines[0].left, Decimal(1))},
                    reason=self.chance.choice(list(ReturnReason)),
                    remarks=said,
                    uid=UUID(int=self.chance.getrandbits(128), version=4),
                )
                return_id = announce_return(
                    order_id=row.order_id, returned=wanted, actor=self.actor,
                    announced_on=row.delivered_on + timedelta(days=3),
                )  # fmt: skip
                self._ends(return_id, fate, row.delivered_on + timedelta(days=6))

    def _ends(self, return_id: int, fate: str, on: date) -> None:
        if fate == "announced":
            return
        if fate == "called_off":
            cancel_return(return_id=return_id, actor=self.actor, today=on)
            return
        card = return_card(return_id=return_id, vault=LockedVault(), purpose=Purpose.SHIP)
        assert card is not None, "it was announced just now"
        again = fate == "replaced"
        came = {
            line.id: (Decimal(0), line.announced) if again else (line.announced, Decimal(0))
            for line in card.lines
        }
        received = Received(lines=came, again=again)
        receipt_id = take_back(
            return_id=return_id, received=received, received_on=on, actor=self.actor
        )
        if fate == "credited":
            self._credits(receipt_id, on)

    def _credits(self, receipt_id: int, on: date) -> None:
        for draft in prepared_credits(receipt_id=receipt_id):
            note_id = issue_credit_note(
                invoice_id=draft.invoice_id,
                credit=NewCredit(
                    reason=CreditReason.RETURNED,
                    bills_again=False,
                    quantities=prepared_quantities(draft_id=draft.id),
                ),
                actor=self.actor,
                today=on,
                uid=UUID(int=self.chance.getrandbits(128), version=4),
                draft_id=draft.id,
            )
            file_credit_paper(credit_note_id=note_id, actor=self.actor, made_at=noon(on))
