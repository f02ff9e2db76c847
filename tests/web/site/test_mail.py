"""Mail goes out in the request or not at all, and a bad mail server never breaks a page."""

import logging

import pytest

from klantkluis.site import mail
from klantkluis.site.mail import File, Mail
from support.fake_smtp import PASSWORD, STEPS, USER, certificate, fake_smtp
from support.patience import SHORT

SENDER = "Winkel Café <winkel@voorbeeld.nl>"
LETTER = Mail(
    to="jet@winkelpost.example.org", subject="Uw vraag: één plank", text="Dank u wel, Zoë.",
    files=(File("a.txt", "text/plain", b"plank"),),
    headers=(("List-Unsubscribe", "<https://winkel.voorbeeld.nl/unsubscribe/abc>"),),
)  # fmt: skip


@pytest.fixture
def server(monkeypatch):
    with fake_smtp() as fake:
        monkeypatch.setenv("KLANTKLUIS_SITE_MAIL", f"smtp://127.0.0.1:{fake.port}")
        monkeypatch.setenv("KLANTKLUIS_SITE_MAIL_FROM", SENDER)
        yield fake


def test_a_mail_arrives_whole(server):
    assert mail.send(LETTER)
    (sent,) = server.mails
    assert (sent["Subject"], sent["From"]) == (LETTER.subject, SENDER)
    assert sent.get_body().get_content().strip() == LETTER.text
    assert [part.get_filename() for part in sent.iter_attachments()] == ["a.txt"]
    assert sent["Auto-Submitted"] == "auto-generated"
    assert server.hellos == ["voorbeeld.nl"]
    assert sent["Message-ID"].endswith("@voorbeeld.nl>")


@pytest.mark.parametrize("step", [each for each in STEPS if each not in {"starttls", "auth"}])
@pytest.mark.parametrize("does", ["stall", "cut", "554 5.7.1 jet@winkelpost.example.org is bad"])
def test_a_bad_server_is_told_by_false_and_the_log_names_nobody(
    server, step, does, caplog, monkeypatch
):
    if (step, does[0]) in {("connect", "5"), ("quit", "5")}:
        return
    server.does[step] = does
    if does == "stall":
        monkeypatch.setattr(mail, "SECONDS", SHORT)
    monkeypatch.setattr(mail, "_LOGGER", logging.getLogger("heard"))
    with caplog.at_level(logging.INFO, "heard"):
        taken = mail.send(LETTER)
    assert "a mail" in caplog.text
    assert taken == (step == "quit")
    assert "jet@" not in caplog.text


@pytest.mark.parametrize(
    "letter",
    [
        Mail(to="a@b.nl\r\nBcc: c@d.nl", subject="x", text="y"),
        Mail(to="a@b.nl", subject="x\r\nBcc: c@d.nl", text="y"),
        Mail(to="a@b.nl", subject="x", text="y", headers=(("X-A", "b\nBcc: c@d.nl"),)),
        Mail(to="a@" + "b" * 70 + ".nl", subject="x", text="y"),
    ],
)
def test_nothing_gets_into_the_head_of_a_mail(server, letter):
    assert not mail.send(letter)
    assert server.recipients == []


def test_an_address_in_another_alphabet_is_written_as_servers_know_it(server):
    assert mail.send(Mail(to="jet@bücher.voorbeeld.org", subject="x", text="y"))
    assert server.recipients == ["jet@xn--bcher-kva.voorbeeld.org"]


def test_it_logs_in_over_tls_and_trusts_no_stranger(monkeypatch, tmp_path):
    context, trusted = certificate(tmp_path)
    with fake_smtp(tls=context) as fake:
        where = f"smtps://{USER}:{PASSWORD}@localhost:{fake.port}"
        monkeypatch.setenv("KLANTKLUIS_SITE_MAIL", where)
        monkeypatch.setenv("KLANTKLUIS_SITE_MAIL_FROM", SENDER)
        assert not mail.send(LETTER)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        assert mail.send(LETTER)
        assert fake.log_ins == [USER]


@pytest.mark.parametrize("where", ["http://127.0.0.1", "smtp://127.0.0.1:99999", "nonsense"])
def test_a_wrong_setting_is_no_server(monkeypatch, where):
    monkeypatch.setenv("KLANTKLUIS_SITE_MAIL", where)
    assert not mail.send(LETTER)


def test_domains_that_nobody_can_have_are_not_tried(server):
    assert not mail.send(Mail(to="jet@winkel.invalid", subject="x", text="y"))
    assert server.hellos == []
