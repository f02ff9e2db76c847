"""A report is about a mail of ours by its token only, and no bytes at all are too odd to read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.core.mail import BounceAction
from klantkluis.foundation.mail.reports import read_report
from support.fake_imap import a_letter, a_report

TOKEN = "0123456789abcdef" * 2
ID = f"<{TOKEN}@voorbeeld.nl>"


def test_a_failure_names_its_mail_and_says_why() -> None:
    report = read_report(a_report(ID))
    assert report is not None
    assert report.tokens == {TOKEN}
    assert report.action is BounceAction.FAILED
    assert report.status == "5.1.1"
    assert report.said == "smtp; 550 5.1.1 <els@example.nl> unknown user"
    assert "els@example.nl" not in repr(report)


def test_a_delay_is_told_apart_and_good_news_is_no_report() -> None:
    report = read_report(a_report(ID, action="Delayed", status="4.4.1"))
    assert report is not None
    assert report.action is BounceAction.DELAYED
    for action in ("delivered", "relayed", "expanded", "", "nonsense"):
        assert read_report(a_report(ID, action=action)) is None


@pytest.mark.parametrize(
    "data",
    [
        a_report("", envelope_id=TOKEN),
        a_report("", envelope_id=f"QQ{'-'}{TOKEN}"),
        a_report(whole=f"Subject: x\nMessage-ID:\n {ID}\n\nDag\n".encode()),
        a_report(ID).replace(b"text/rfc822-headers", b"message/global-headers"),
        a_report(ID).replace(b"message/delivery-status", b"message/global-delivery-status"),
        a_report(ID).replace(b"\r\n", b"\n"),
        a_report(ID)[:-40],
    ],
)
def test_the_token_is_found_where_the_standards_let_it_be(data: bytes) -> None:
    report = read_report(data)
    assert report is not None
    assert report.tokens == {TOKEN}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        a_letter(),
        a_report("<other@example.nl>"),
        a_report(f"<{TOKEN}f@voorbeeld.nl>"),
        a_report("", said=f"550 {ID} unknown"),
        a_report(ID).replace(b"multipart/report", b"multipart/mixed"),
        a_report(ID).replace(b"message/delivery-status", b"text/plain"),
        a_letter() + ID.encode(),
        b"Content-Type: multipart/report; boundary=x\r\n\r\n" + b"--x\r\n" * 5000,
        b"".join(b"Content-Type: multipart/report; boundary=%d\r\n\r\n--%d\r\n" % (n, n)
                 for n in range(3000)),
    ],
)  # fmt: skip
def test_anything_else_is_about_no_mail(data: bytes) -> None:
    assert read_report(data) is None


@given(st.binary(max_size=300), st.integers(0, 900))
def test_whatever_bytes_stand_in_a_report_it_is_read_or_left(noise: bytes, at: int) -> None:
    whole = a_report(ID)
    report = read_report(whole[:at] + noise + whole[at:])
    assert report is None or report.action in set(BounceAction)
