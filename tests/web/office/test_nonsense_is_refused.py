"""Whatever somebody types or sends to the pages about rights: never a page that breaks.

The pages are found by walking through the addresses, their fields by reading the pages, so that a
new page is asked as well.
"""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter
from django.utils import timezone

from klantkluis.core.roles import Role
from klantkluis.privacy.breaches.commands import NewBreach, register_breach
from klantkluis.privacy.erasing.commands import plan_erasure
from klantkluis.privacy.letters import LetterKind
from klantkluis.privacy.verdicts import AskedBy
from rooms.privacy.asking import a_letter, a_request, uid_of, write
from rooms.story import a_customer
from web.office.test_pages_say_who_may_see_them import patterns

pytestmark = pytest.mark.usefixtures("our_company")
SPACES = {"privacy", "erasures", "retention", "disclosures", "breaches", "statement", "packages"}
HUGE = 10**30
NONSENSE = (
    "",
    "\x00",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    '=HYPERLINK("http://example.com")',
    "-1",
    str(HUGE),
    "2026-13-45",
    "é\u202e\ud7ff" * 40,
    "a" * 120_000,
)
PAGES = {name: page for name, page in patterns(get_resolver()) if name.partition(":")[0] in SPACES}


def known_arguments(owner) -> dict[str, object]:
    """Give rows that the addresses can be about."""
    customer_id, now = a_customer(owner), timezone.now()
    pk = a_request(owner, customer_id=customer_id)
    today = timezone.localdate(now)
    return {
        "customer_id": customer_id,
        "request_id": pk,
        "letter_id": write(owner, pk, a_letter(LetterKind.ACKNOWLEDGEMENT)),
        "plan_id": plan_erasure(
            person=uid_of(customer_id), asked_by=AskedBy.PERSON, request=None, actor=owner,
            today=today, now=now,
        ),
        "breach_id": register_breach(
            breach=NewBreach(what="Bij de buren bezorgd.", known_at=now, confidentiality=True),
            actor=owner, at=now,
        ),
        "uid": uid_of(customer_id),
        "kind": "acknowledgement",
        "name": "relation",
        "activity": "customers",
        "number": 1,
        "hold_id": 1,
        "notice_id": 1,
        "disclosure_id": 1,
    }  # fmt: skip


def addresses(known: dict[str, object]) -> list[str]:
    of_statement = known | {"kind": "mail_service"}
    return [
        reverse(
            name,
            kwargs={
                each: (of_statement if name.startswith("statement:") else known)[each]
                for each in page.pattern.converters
            },
        )
        for name, page in PAGES.items()
    ]


def far_away(number: int) -> list[str]:
    """Give every address about a row with a number that no row has."""
    found = []
    for name, page in PAGES.items():
        strange: dict[str, object] = {}
        for each, kind in page.pattern.converters.items():
            is_number, is_uid = isinstance(kind, IntConverter), isinstance(kind, UUIDConverter)
            strange[each] = number if is_number else uuid4() if is_uid else "nothing-of-ours"
        if strange:
            found.append(reverse(name, kwargs=strange))
    return found


def fields_of(client: Client, address: str) -> set[str]:
    answer = client.get(address)
    if answer.status_code != 200 or getattr(answer, "streaming", False):
        return set()
    if not answer["Content-Type"].startswith("text/html"):
        return set()
    return set(re.findall(r' name="([a-z_]+)"', answer.content.decode()))


@pytest.fixture
def client(browser_of) -> Client:
    found = browser_of(Role.OWNER, unlocked=True)
    found.raise_request_exception = False
    return found


def broken_after(client: Client, address: str, data: dict[str, str]) -> tuple[str, int] | None:
    answer = client.post(address, data)
    if getattr(answer, "streaming", False):
        list(answer.streaming_content)
    return (address, answer.status_code) if answer.status_code >= 500 else None


def test_nonsense_in_every_field_never_breaks_a_page(client, owner):
    wrong, asked = [], 0
    for address in addresses(known_arguments(owner)):
        fields = fields_of(client, address) | {"insist", "preview"}
        for said in NONSENSE:
            asked += 1
            wrong.append(broken_after(client, address, dict.fromkeys(fields, said)))
    assert [each for each in wrong if each] == []
    assert asked > 300


@pytest.mark.parametrize("number", [0, 987_654_321, HUGE])
def test_what_is_not_there_is_said_to_be_not_there(client, as_stranger, number):
    fine, wrong = {302, 404, 405, 409}, []
    for address in far_away(number):
        said = client.get(address), client.post(address, {}), as_stranger.get(address)
        if not {each.status_code for each in said} <= fine:
            wrong.append((address, [each.status_code for each in said]))
    assert wrong == []


def test_a_query_of_nonsense_never_breaks_a_page(client, owner):
    names = ("state", "after", "terms", "kind", "request", "ground", "method", "language", "about")
    wrong = []
    for address in addresses(known_arguments(owner)):
        for said in NONSENSE[:-1]:
            answer = client.get(address, dict.fromkeys(names, said))
            if answer.status_code >= 500:
                wrong.append((address, said))
    assert wrong == []


def test_a_wrong_password_is_said_beside_its_field(client, owner):
    address = reverse("packages:customer", args=[a_customer(owner)])
    found = re.search(r'name="passphrase" value="([^"]+)"', client.get(address).content.decode())
    assert found is not None
    data = {"kind": "access", "language": "nl", "way": "zip", "passphrase": found[1]}
    shown = client.post(address, data | {"vault_password": "niet dit wachtwoord"})
    assert 'id="id_vault_password_error"' in shown.content.decode()
