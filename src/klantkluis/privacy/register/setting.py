"""How this business works, as far as the register and the statement depend on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Subquery

from klantkluis.billing.e_disclosing import SERVICE as ACCESS_POINT
from klantkluis.core.declared import Term
from klantkluis.customers.vat_checks import vies
from klantkluis.foundation.letterhead import address_lines
from klantkluis.foundation.mail.box import mail_box_is_on
from klantkluis.foundation.mail.server import mail_is_on
from klantkluis.foundation.models import Company
from klantkluis.foundation.outgoing import opened_services
from klantkluis.privacy.register.terms import lengths
from klantkluis.shop.link import is_paired
from klantkluis.shop.selling import MOLLIE, ShopFields, sends_parcels, shop_fields


@dataclass(frozen=True, slots=True)
class Controller:
    """Who is responsible (GDPR art. 4(7), 13(1)(a)): ourselves."""

    name: str = ""
    address: str = ""
    country: str = "NL"
    email: str = ""
    phone: str = ""
    website: str = ""
    coc_number: str = ""
    vat_number: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is switched on."""

    controller: Controller = Controller()
    shop: ShopFields | None = None
    has_site: bool = False
    mail: bool = False
    mail_box: bool = False
    services: frozenset[str] = frozenset()
    sends_parcels: bool = False
    has_oss: bool = False
    months: Mapping[Term, int] = field(default_factory=lengths)
    since: datetime | None = None
    changed_at: datetime | None = field(default=None, compare=False)

    @property
    def is_in_shop(self) -> bool:
        """Whether the statement stands in a shop as well."""
        return self.shop is not None

    @property
    def takes_newsletters(self) -> bool:
        """Whether somebody can sign up for the newsletter by themselves."""
        return self.shop is not None and self.shop.newsletter

    @property
    def on(self) -> frozenset[str]:
        """Give the kinds of others that get something because of what is switched on."""
        kinds = {
            "host": self.has_site,
            "mail_service": self.mail or self.mail_box,
            "access_point": ACCESS_POINT in self.services,
            "vies": vies.SERVICE in self.services,
            "payment_provider": self.shop is not None and MOLLIE in self.shop.payments,
            "carrier": self.sends_parcels,
        }
        return frozenset(kind for kind, is_on in kinds.items() if is_on)


def setting() -> Setting:
    """Give how this business works now."""
    ours, since = _ours()
    shop = shop_fields()
    return Setting(
        controller=_controller(ours),
        shop=shop,
        has_site=is_paired(),
        mail=mail_is_on(),
        mail_box=mail_box_is_on(),
        services=frozenset(each.name for each in opened_services()),
        sends_parcels=shop is not None and sends_parcels(),
        has_oss=ours is not None and ours.oss_since is not None,
        since=since,
        changed_at=ours.recorded_at if ours else None,
    )


def _ours() -> tuple[Company | None, datetime | None]:
    """Give our data as they are now, and since when they are known at all."""
    first = Company.objects.order_by("pk").values("recorded_at")[:1]
    rows = Company.objects.defer("logo", "paper_words").annotate(since=Subquery(first))
    ours = rows.order_by("-pk").first()
    return ours, ours.since if ours else None


def _controller(ours: Company | None) -> Controller:
    if ours is None:
        return Controller()
    where = {
        "street": ours.street, "house_number": ours.house_number, "postcode": ours.postcode,
        "town": ours.town, "country": ours.country,
    }  # fmt: skip
    return Controller(
        name=ours.name, address=", ".join(address_lines(where)).replace("  ", " "),
        country=ours.country, email=ours.email, phone=ours.phone, website=ours.website,
        coc_number=ours.coc_number, vat_number=ours.vat_number,
    )  # fmt: skip
