"""Where the checks hear of the work of other rooms, told once when the office starts."""

from klantkluis.core.declared import Term
from klantkluis.disclosures import invariants as disclosures
from klantkluis.office.housekeeping.chores import NIGHTLY_PROOF
from klantkluis.office.statement.around import nightly_work_overdue, requests_overdue
from klantkluis.office.statement.overdue import breaches_overdue, desk_overdue, terms_overdue
from klantkluis.office.statement.proving import prove_by_night
from klantkluis.privacy.decided import months_of
from klantkluis.privacy.proofs.sources import BREACHES, GROUNDS, OVERDUE, REQUESTS, TERMS
from klantkluis.privacy.register.terms import DECISIONS
from klantkluis.privacy.retaining.terms import months_of_all
from klantkluis.shop.unused import DECIDED


def connect() -> None:
    """Let the checks ask what is overdue and who got what, and the statement what was decided."""
    NIGHTLY_PROOF.append(prove_by_night)
    GROUNDS.append(disclosures.broken)
    OVERDUE[TERMS].extend([terms_overdue, nightly_work_overdue])
    OVERDUE[REQUESTS].extend([desk_overdue, requests_overdue])
    OVERDUE[BREACHES].append(breaches_overdue)
    DECISIONS.append(months_of_all)
    DECIDED.append(lambda: months_of(Term.ACCOUNT))
