"""Letting go of accounts of the site: here at once, and there at the next knock."""

from klantkluis.foundation.inserting import insert_many
from klantkluis.foundation.records import Rows
from klantkluis.shop.models import AccountToForget, ProfileToSend, SiteAccount


def forget_accounts(rows: Rows) -> int:
    """Remove accounts, and note that the site is to forget them; inside an act.

    An account that its owner closed is gone from the site already, and asking twice is harmless.
    An order of this account that is still on its way finds none, and becomes that of a new
    customer.
    """
    found = list(rows.values_list("pk", "uid"))
    known = AccountToForget.objects.filter(uid__in=[uid for _pk, uid in found])
    there = set(known.values_list("uid", flat=True))
    insert_many(AccountToForget(uid=uid) for _pk, uid in found if uid not in there)
    ids = [pk for pk, _uid in found]
    ProfileToSend.objects.filter(account__in=ids).delete()
    return SiteAccount.objects.filter(pk__in=ids).delete()[0]
