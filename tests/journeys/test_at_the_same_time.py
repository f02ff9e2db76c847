"""Two people who do something to one thing at the same moment: one wins, the other is told.

Each race may end in a few ways only; an exception that is no refusal is never one of them.
"""

import os
from pathlib import Path

import pytest

from support.scratch import play

pytestmark = pytest.mark.processes

ROUNDS = int(os.environ.get("KLANTKLUIS_ROUNDS", "2"))

ENDS: dict[str, set[str]] = {
    "sending one draft twice": {"done InvoiceAlreadySent", "InvoiceAlreadySent done"},
    "sending and deleting a draft": {"done InvoiceUnknown", "InvoiceUnknown done"},
    "deleting a draft twice": {"done InvoiceUnknown", "InvoiceUnknown done"},
    "billing one order twice": {"done NothingToBill", "NothingToBill done"},
    "deleting a draft and billing its order": {"done done", "done NothingToBill"},
    "drafting one period twice": {"done done same"},
    "making what is due twice": {"done done", "done done same"},
    "asking a whole order ahead twice": {"done PrepaymentTooLarge", "PrepaymentTooLarge done"},
    "billing together and by order": {"done NothingToBill", "NothingToBill done"},
    "taking off and crediting a prepayment": {"done done", "done CreditTooLarge"},
    "paying one invoice twice": {"done InvoiceNotOpen", "InvoiceNotOpen done"},
    "sending one page of payment twice": {"done done same"},
    "paying two invoices of one customer": {"done done"},
    "sending one page of an order twice": {"done done same"},
    "changing one customer twice": {"done RowChanged", "RowChanged done"},
    "changing a customer and sending it an invoice": {"done done"},
    "merging two customers both ways": {"done CustomerUnknown", "CustomerUnknown done"},
    "merging and changing a customer": {"done done", "done RowChanged"},
    "merging a customer and taking its order": {"done done", "done CustomerUnknown"},
    "using credit while its customer is merged on": {"done done same", "done done"},
    "paying back while the customer is merged on": {"done done"},
    "using one credit twice": {"done NoCredit", "NoCredit done"},
    "delivering one order twice": {"done DeliveryEmpty", "DeliveryEmpty done"},
    "delivering and cancelling an order": {"done done", "OrderInUse done"},
    "changing and billing an order": {"done done", "OrderInUse done"},
    "adding one article number twice": {"done SkuTaken", "SkuTaken done"},
    "sending one page of a yes twice": {"done done same"},
    "accepting one quote twice": {"done QuoteAnswered", "QuoteAnswered done"},
    "delivering two orders of one stock": {"done done"},
    "counting and delivering one stock": {"done done", "StockMoved done"},
    "announcing two returns of one line": {"done ReturnTooLarge", "ReturnTooLarge done"},
    "taking one return back twice": {"done ReturnEnded", "ReturnEnded done"},
    "taking two returns of one line back": {"done done"},
    "billing and taking back one delivery": {"done done", "done ReturnOnDraft"},
    "issuing one prepared credit twice": {
        "done CreditDraftUnknown",
        "CreditDraftUnknown done",
    },
    "accepting and refusing a quote": {"done QuoteAnswered", "QuoteAnswered done"},
}


def test_of_two_acts_at_once_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    report = play("races", tmp_path, rounds=ROUNDS)
    assert report["ends"].keys() == ENDS.keys()
    surprises = {
        name: ends for name, ends in report["ends"].items() if not ends.keys() <= ENDS[name]
    }
    assert surprises == {}
    assert report["broken"] == []
