"""The verb that tells whether a text, which lies somewhere in clear, speaks of somebody."""

from collections.abc import Mapping
from typing import Any

from klantkluis.vault.index.known import KnownPeople
from klantkluis.vault.protocol import Message
from klantkluis.vault.server.state import VaultServer

type Request = Mapping[str, Any]


def find_people(server: VaultServer, request: Request) -> Message:
    """FIND_PEOPLE: which of these texts name somebody of the index, and by what?

    Names and addresses stay here; only places in the list leave. It takes no token, for the office
    asks it at night. So that nobody guesses with it unseen, each call is logged, and a text that
    names somebody raises an alarm: it should not have been in clear.
    """
    opened = server.opened()
    known = KnownPeople(opened.index.names_and_words())
    texts = [str(each) for each in request.get("texts", ())]
    kinds = [known.kind_in(each) for each in texts]
    found = [[place, kind] for place, kind in enumerate(kinds) if kind]
    if texts:
        server.note("people_sought", durable=False, count=len(texts), found=len(found))
    if found:
        server.alarm("people_in_clear", count=len(found))
    return {"found": found}
