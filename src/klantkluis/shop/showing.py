"""Accounts in the shop that show something else than we know of their customer.

Whatever changed a customer (a page, an import, a merge), its number of change says so, and no room
has to tell this one. What was not done because the machine stopped is found the next time.
"""

from collections.abc import Sequence
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from klantkluis.core.roles import Role
from klantkluis.customers.blocking import not_blocked
from klantkluis.customers.recognising import known_by_id
from klantkluis.customers.restriction_rules import Use
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.jobs import Run
from klantkluis.shop.intake.accounts import send_profiles
from klantkluis.shop.models import ProposedChange, SiteAccount, SiteLink

AT_ONCE: Final = 100
MOST: Final = 1000
"""So many accounts are shown what changed by one job; the next one goes on."""


def accounts_to_show() -> "QuerySet[SiteAccount]":
    """Give the accounts that are open and show something else than we have, by id.

    Not those whose own words wait for a person to decide: until then they show what their owner
    said. And not those of customers whose data may be kept and not used (GDPR art. 18).
    """
    in_use = Q(customer__state="active") | Q(customer__merged_into__state="active")
    asked = ProposedChange.objects.filter(account=OuterRef("uid"), ended_at=None)
    rows = SiteAccount.objects.filter(in_use, closed_at=None).annotate(
        kept=Coalesce(F("customer__merged_into"), F("customer")),
        change=Coalesce(F("customer__merged_into__change_seq"), F("customer__change_seq")),
    )
    undecided = Q(shown_change=None) & Exists(asked)
    differs = Q(shown_change=None) | ~Q(shown_change=F("change"))
    return rows.filter(differs, ~undecided, not_blocked(Use.ACCOUNT, "kept")).order_by("pk")


def waiting_accounts() -> int:
    """Count the accounts to show something, at most as many as one job does."""
    if not SiteLink.objects.exists():
        return 0
    return len(accounts_to_show().values_list("pk")[:MOST])


@command("site.accounts_shown", Role.SALES)
def show_accounts(*, account_ids: Sequence[int], actor: Actor) -> int:
    """Seal what we know of customers for accounts that show something else; give how many.

    Who changes a customer at this moment is seen the next time: the account then shows an older
    change than there is.

    Raises:
        VaultLocked: the vault is not open to the actor.
    """
    link = SiteLink.objects.filter(pk=1).first()
    rows = SiteAccount.objects.select_for_update(of=("self",)).filter(pk__in=account_ids)
    held = list(rows.order_by("pk"))
    # Asked once they are held: what an account said of itself a moment ago is seen by now.
    wanted = set(accounts_to_show().filter(pk__in=account_ids).values_list("pk", flat=True))
    accounts = [account for account in held if account.pk in wanted]
    if link is None or not accounts:
        return 0
    known = known_by_id(actor.vault, {account.customer_id for account in accounts})
    pairs = [(each, known[each.customer_id]) for each in accounts if each.customer_id in known]
    send_profiles(pairs, link.site_id)
    return len(pairs)


def show_what_changed(run: Run) -> None:
    """Do the job: a portion at a time, each an act of its own, until as many are done as it may."""
    run.job.total = max(waiting_accounts(), 1)
    done, after = 0, 0
    while done < MOST:
        portion = accounts_to_show().filter(pk__gt=after).values_list("pk", flat=True)
        ids = list(portion[:AT_ONCE])
        if not ids:
            return
        show_accounts(account_ids=ids, actor=run.actor)
        done, after = done + len(ids), ids[-1]
        run.reached(done)
