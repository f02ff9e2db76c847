"""What the draft of an answer says besides: told by the pages that carry a request out.

The package with data knows what is held, an erasure what went and what stays. A page that knows
puts its question in `ASKED`; a letter that nobody knows more about is drafted without.
"""

from collections.abc import Callable

from klantkluis.privacy.letters import Details, LetterKind
from klantkluis.privacy.queries import RequestCard
from klantkluis.vault.client import VaultSession

type Ask = Callable[[RequestCard, VaultSession], Details]
"""Gives what a letter about a request says besides, through the vault of who writes it."""

ASKED: dict[LetterKind, Ask] = {}
"""Per kind of letter, who knows more."""


def details_for(kind: LetterKind, card: RequestCard, vault: VaultSession) -> Details:
    """Give what the draft of a letter says besides; nothing when nobody knows more."""
    ask = ASKED.get(kind)
    return ask(card, vault) if ask else Details()
