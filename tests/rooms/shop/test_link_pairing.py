"""Pairing: by the code alone, and never with another site than the code is of."""

import os

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from klantkluis.shop.commands.linking import PairedAlready, record_pairing
from klantkluis.shop.linking.keys import LinkKeysMissing, link_keys
from klantkluis.shop.linking.pairing import AddressNotUsable, CodeWrong, SiteNotThere, find_site
from klantkluis.shop.models import SiteLink
from klantkluis.shop.transport import is_usable
from rooms.shop.conftest import now
from support.fake_site import FakeSite

pytestmark = pytest.mark.django_db


def find(site, folder, **parts):
    said = {"url": site.url, "code": site.code, "plain_here": True}
    return find_site(keys=link_keys(folder, make=True), **(said | parts))


def test_a_site_is_paired_by_its_code_and_knows_us_afterwards(site, folder, owner):
    found = find(site, folder)
    record_pairing(found=found, actor=owner, now=now())
    link = SiteLink.objects.get()
    assert (link.site_id, link.url) == (site.site_id, site.url)
    assert site.office == link_keys(folder).public


def test_the_same_code_again_is_harmless_and_another_site_is_refused(site, folder, owner):
    for _ in range(2):
        record_pairing(found=find(site, folder), actor=owner, now=now())
    other = FakeSite().start()
    with pytest.raises(PairedAlready):
        record_pairing(found=find(other, folder), actor=owner, now=now())
    other.stop()
    assert SiteLink.objects.get().site_id == site.site_id


def test_another_site_at_the_address_is_not_paired(site, folder):
    site_code = site.code
    site.key = Ed25519PrivateKey.generate()
    with pytest.raises(CodeWrong):
        find(site, folder, code=site_code)


def test_a_code_with_another_secret_is_refused_by_the_site(site, folder):
    code = site.code
    site.secret = os.urandom(16)
    with pytest.raises(CodeWrong):
        find(site, folder, code=code)


@pytest.mark.parametrize("code", ["", "MAAR-WAT", "ÀÉ", "A" * 103])
def test_what_is_no_code_is_said_to_be_none(site, folder, code):
    with pytest.raises(CodeWrong):
        find(site, folder, code=code)


def test_nobody_at_the_address_is_told_as_such(folder, site):
    with pytest.raises(SiteNotThere):
        find(site, folder, url="http://127.0.0.1:9")


@pytest.mark.parametrize(
    ("url", "usable"),
    [
        ("https://winkel.example", True), ("https://winkel.example:8443/", True),
        ("http://127.0.0.1:8080", True), ("http://winkel.example", False),
        ("https://u:p@winkel.example", False), ("https://winkel.example/x", False),
        ("ftp://winkel.example", False), ("winkel.example", False), ("https://[", False),
    ],
)  # fmt: skip
def test_an_address_is_https_or_this_very_machine(url, usable):
    assert is_usable(url, plain_here=True) is usable
    assert not is_usable("http://127.0.0.1:8080", plain_here=False)


def test_plain_http_is_refused_outside_a_demo(site, folder):
    with pytest.raises(AddressNotUsable):
        find(site, folder, plain_here=False)


def test_the_secrets_lie_in_files_for_their_owner_alone(folder):
    first = link_keys(folder, make=True)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o400}
    assert link_keys(folder, make=True).pepper == first.pepper
    assert link_keys(folder).public == first.public
    with pytest.raises(LinkKeysMissing):
        link_keys(folder / "elsewhere")
