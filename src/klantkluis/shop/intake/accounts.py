"""Accounts of the site: whose they are, and their profile sealed to the key that they have."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from klantkluis.customers.recognising import Known, known_by_id
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.foundation.updating import update_many
from klantkluis.messages.letters import Address, Person
from klantkluis.messages.link import fingerprint
from klantkluis.messages.outbox import Kind
from klantkluis.messages.profile import Profile, seal_profile
from klantkluis.shop.intake.people import Writer, customers_for
from klantkluis.shop.intake.reading import ADDRESS, Around, Came, fields_of
from klantkluis.shop.models import PickUp, ProfileToSend, SiteAccount, SiteLink
from klantkluis.vault import protocol
from klantkluis.vault.sealing import public_key


def take_account(came: Came, around: Around) -> None:
    """Keep what an account tells of itself, inside an act. What is not the newest is left."""
    match came.kind:
        case Kind.REGISTRATION | Kind.PROFILE_CHANGE:
            _registered(came, around)
        case Kind.NEW_KEY:
            _new_key(came, around)
        case Kind.ACCOUNT_CLOSED:
            SiteAccount.objects.filter(uid=came.letter.account, closed_at=None).update(
                closed_at=came.letter.at
            )
        case Kind.PICKED_UP:
            PickUp.objects.filter(
                uid=came.letter.pick_up, account__uid=came.letter.account, picked_up_at=None
            ).update(picked_up_at=came.letter.at)


def _registered(came: Came, around: Around) -> None:
    letter = came.letter
    uid = letter.account or letter.uid
    public = _public(letter.public)
    account = SiteAccount.objects.select_for_update().filter(uid=uid).first()
    if account is not None and account.rev >= letter.rev:
        return
    changed = came.kind is Kind.PROFILE_CHANGE
    writer = Writer(fields_of(letter.who, letter.address), letter.language, uid, whole=changed)
    (whose,) = customers_for([writer], around)
    if account is None:
        insert(
            SiteAccount(
                uid=uid,
                customer_id=whose.customer_id,
                public=public,
                rev=letter.rev,
                registered_at=letter.at,
            )
        )
    else:
        SiteAccount.objects.filter(pk=account.pk).update(
            public=public, rev=letter.rev, shown_change=None
        )


def _new_key(came: Came, around: Around) -> None:
    """Seal the profile to the new key: after a lost password nothing else can open it."""
    account = SiteAccount.objects.select_for_update().filter(uid=came.letter.account).first()
    if account is None:
        return
    account.public = _public(came.letter.public)
    SiteAccount.objects.filter(pk=account.pk).update(public=account.public)
    known = known_by_id(around.actor.vault, [account.customer_id])
    if account.customer_id in known:
        send_profiles([(account, known[account.customer_id])], around.site_id)


def tell_accounts(customer_id: int, actor: Actor) -> None:
    """Seal what we know of a customer now for each of their accounts, inside an act.

    It is for what they asked for themselves, so it goes to them whatever is restricted; all other
    changes come by themselves (`shop.showing`).

    Raises:
        VaultLocked: they have an account, and the vault is not open to the actor.
    """
    # Customers can also be merged on their own page, where nobody knows of accounts.
    theirs = Q(customer=customer_id) | Q(customer__merged_into=customer_id)
    accounts = list(SiteAccount.objects.filter(theirs, closed_at=None).order_by("pk"))
    site_id: UUID | None = SiteLink.objects.values_list("site_id", flat=True).first()
    if not accounts or site_id is None:
        return
    known = known_by_id(actor.vault, [customer_id])[customer_id]
    send_profiles([(account, known) for account in accounts], site_id)


def send_profiles(pairs: Sequence[tuple[SiteAccount, Known]], site_id: UUID) -> None:
    """Seal what we have of customers to the keys of their accounts, for the puller to bring.

    Inside an act. Each is a row of its own: one that the puller has in hand is not the newer one.
    """
    ProfileToSend.objects.filter(account__in=[account.pk for account, _known in pairs]).delete()
    rows = []
    for account, known in pairs:
        account.shown_change = known.change
        public = bytes(account.public)
        sealed = seal_profile(
            public, _profile_of(known), site_id=site_id, account=account.uid, rev=account.rev
        )
        rows.append(
            ProfileToSend(
                account=account, rev=account.rev, for_key=fingerprint(public), sealed=sealed
            )
        )
    insert_many(rows)
    update_many([account for account, _known in pairs], "shown_change")


def _profile_of(known: Known) -> Profile:
    fields = known.fields
    who = Person(**{name: str(fields.get(name) or "") for name in _NAMES})
    address = Address(**{name: str(fields.get(name)) for name in ADDRESS if fields.get(name)})
    return Profile.of(who, address)


def _public(text: str) -> bytes:
    """Read a public key.

    Raises:
        ProtocolError, FormatError: it is none.
    """
    public = protocol.to_bytes(text)
    public_key(public)
    return public


_NAMES = ("company", "first_name", "surname_prefix", "surname")
