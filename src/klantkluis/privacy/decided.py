"""How long something is kept, for those who only need the number."""

from klantkluis.core.declared import Term
from klantkluis.core.retention import RULES
from klantkluis.privacy.models import TermDecision


def months_of(term: Term) -> int:
    """Give how many months something is kept: what was decided, else what the rule says."""
    newest = TermDecision.objects.filter(term=term.value).order_by("-pk")
    decided = newest.values_list("months", flat=True).first()
    return RULES[term].months if decided is None else decided
