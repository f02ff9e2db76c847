"""Where a parcel can be followed: the carrier's own page, from its code."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.sales.carriers import NAMES, Carrier, carrier_name, is_link, track_link

HOME = {"country": "NL", "postcode": "1234 ab"}


@pytest.mark.parametrize(
    ("carrier", "address", "link"),
    [
        ("postnl", HOME, "https://jouw.postnl.nl/track-and-trace/3SABC1-NL-1234AB"),
        (
            "postnl",
            {"country": "BE", "postcode": "2000"},
            "https://jouw.postnl.nl/track-and-trace/3SABC1-BE-2000",
        ),
        ("postnl", {}, ""),
        ("dhl", HOME, "https://my.dhlecommerce.nl/home/tracktrace/3SABC1/1234AB"),
        (
            "dhl",
            {"country": "DE", "postcode": "10115"},
            "https://www.dhl.com/nl-nl/home/tracking.html?tracking-id=3SABC1&submit=1",
        ),
        ("dpd", HOME, "https://tracking.dpd.de/status/nl_NL/parcel/3SABC1"),
        ("gls", HOME, "https://gls-group.eu/EU/en/parcel-tracking?match=3SABC1"),
        ("ups", HOME, "https://www.ups.com/track?loc=nl_NL&tracknum=3SABC1"),
        ("other", HOME, ""),
        ("", HOME, ""),
        ("pigeon", HOME, ""),
    ],
)
def test_the_link_is_made_of_the_code_the_postcode_and_the_country(carrier, address, link):
    assert track_link(carrier, " 3S ABC1 ", address) == link


@pytest.mark.parametrize("carrier", ["", "other", "postnl"])
def test_a_link_that_was_typed_is_the_link(carrier):
    assert track_link(carrier, "https://track.example/1?x=2", {}) == "https://track.example/1?x=2"


@pytest.mark.parametrize(
    "text",
    ["", "3SABC1", "javascript:alert(1)", "https://", "ftp://a.example/x", "https://a b.example",
     "https://[x", "data:text/html,x", "https://a.example/" + "x" * 500],
)  # fmt: skip
def test_what_is_no_page_on_the_web_is_no_link(text):
    assert not is_link(text)


@given(
    carrier=st.sampled_from(sorted(NAMES)), code=st.text(max_size=40), postcode=st.text(max_size=9)
)
def test_whatever_is_typed_the_link_leads_to_the_carrier_or_nowhere(carrier, code, postcode):
    link = track_link(carrier, code, {"postcode": postcode})
    if link and link != code.strip():
        host = urlsplit(link).hostname or ""
        assert host.endswith(("postnl.nl", "dhlecommerce.nl", "dhl.com", "dpd.de",
                              "gls-group.eu", "ups.com"))  # fmt: skip
        assert link.isascii()
        assert not set(link) & set(" <>\"'\\")


def test_a_carrier_has_the_name_that_people_know():
    assert [carrier_name(each) for each in ("postnl", "ups", "other", "", "x")] == [
        "PostNL", "UPS", "", "", "",
    ]  # fmt: skip
    assert set(NAMES) | {Carrier.OTHER} == set(Carrier)
