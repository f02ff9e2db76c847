"""The mail server does as it likes at each step, and our answer stays true."""

import smtplib
from pathlib import Path
from typing import Any

import pytest

from architecture.source import imports, trees, where
from klantkluis.core.mail import Outcome, Security, Step
from klantkluis.foundation.mail import transport
from klantkluis.foundation.mail.transport import Answer, Envelope, Server, deliver
from support.fake_smtp import PASSWORD, USER, FakeSmtp, certificate, fake_smtp
from support.patience import NEVER, SHORT

ENVELOPE = Envelope("post@voorbeeld.nl", "els.jansen@example.nl")
MESSAGE = b"Subject: x\r\n\r\n.dot\r\n..two\r\nlast"
UNTOUCHED = {
    "connect": Step.CONNECT, "ehlo": Step.GREETING, "auth": Step.LOG_IN, "mail": Step.SENDER,
    "rcpt": Step.RECIPIENT, "data": Step.DATA,
}  # fmt: skip


def send(fake: FakeSmtp, **changes: Any) -> Answer:
    server = {
        "host": fake.host, "port": fake.port, "security": Security.NONE, "user": USER,
        "password": PASSWORD, **changes,
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patience:
        if "stall" in fake.does.values():
            patience.setattr(transport, "SECONDS", SHORT)
        return deliver(Server(**server), ENVELOPE, MESSAGE)


def test_an_accepted_mail_has_the_words_of_the_server() -> None:
    with fake_smtp() as fake:
        answer = send(fake)
    assert answer == Answer(
        Outcome.ACCEPTED, Step.HANDED_OVER, 250, "2.0.0", "2.0.0 Ok: queued as 4WmX1Q"
    )
    assert fake.got == [MESSAGE + b"\r\n"]
    assert fake.recipients == ["els.jansen@example.nl"]
    assert fake.log_ins == [USER]
    assert set(fake.hellos) == {"voorbeeld.nl"}  # never the name of the machine


@pytest.mark.parametrize("step", UNTOUCHED)
@pytest.mark.parametrize("how", ["stall", "cut"])
def test_a_mail_that_was_not_handed_over_is_postponed(step: str, how: str) -> None:
    with fake_smtp() as fake:
        fake.does[step] = how
        answer = send(fake)
    assert answer.outcome is Outcome.POSTPONED
    assert answer.step is UNTOUCHED[step]
    assert answer.problem == {"stall": "timeout", "cut": "cut"}[how]
    assert fake.got == []


@pytest.mark.parametrize("how", ["stall", "cut"])
def test_a_connection_lost_after_the_mail_was_handed_over_leaves_it_unknown(how: str) -> None:
    with fake_smtp() as fake:
        fake.does["after_data"] = how
        answer = send(fake)
    assert (answer.outcome, answer.step) == (Outcome.UNKNOWN, Step.HANDED_OVER)
    assert len(fake.got) == 1  # the server has it, and we cannot know


@pytest.mark.parametrize("how", ["stall", "cut", "554 no goodbye"])
def test_what_happens_at_the_goodbye_changes_nothing(how: str) -> None:
    with fake_smtp() as fake:
        fake.does["quit"] = how
        answer = send(fake)
    assert answer.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("step", UNTOUCHED)
def test_a_no_for_now_postpones(step: str) -> None:
    with fake_smtp() as fake:
        fake.does[step] = "451 4.7.1 Greylisted, try later"
        answer = send(fake)
    assert (answer.outcome, answer.step) == (Outcome.POSTPONED, UNTOUCHED[step])
    assert (answer.code, answer.enhanced) == (451, "4.7.1")


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "after_data"])
def test_a_no_for_good_about_the_mail_refuses(step: str) -> None:
    with fake_smtp() as fake:
        fake.does[step] = "550 5.1.1 <els.jansen@example.nl>: Els.Jansen unknown at EXAMPLE.NL"
        answer = send(fake)
    assert answer.outcome is Outcome.REFUSED
    assert (answer.code, answer.enhanced) == (550, "5.1.1")
    assert answer.said == "5.1.1 <…>: … unknown at …"
    assert fake.got == []


@pytest.mark.parametrize("step", ["connect", "ehlo", "auth"])
def test_a_no_for_good_about_us_postpones_the_mail(step: str) -> None:
    with fake_smtp() as fake:
        fake.does[step] = "535 5.7.8 Not you"
        answer = send(fake)
    assert (answer.outcome, answer.code) == (Outcome.POSTPONED, 535)


@pytest.mark.parametrize("step", ["mail", "data", "after_data"])
def test_nonsense_is_no_answer(step: str) -> None:
    with fake_smtp() as fake:
        fake.does[step] = "hallo daar"
        answer = send(fake)
    assert answer.outcome is (Outcome.UNKNOWN if step == "after_data" else Outcome.POSTPONED)
    assert (answer.problem, answer.said) == ("garbage", "")


def test_a_wrong_password_is_told_with_the_code() -> None:
    with fake_smtp() as fake:
        answer = send(fake, password="verkeerd")
    assert (answer.outcome, answer.step, answer.code) == (Outcome.POSTPONED, Step.LOG_IN, 535)


def test_nobody_there() -> None:
    with fake_smtp() as fake:
        pass
    answer = send(fake)
    assert (answer.outcome, answer.problem) == (Outcome.POSTPONED, "unreachable")


def test_a_server_that_takes_its_time_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MOST_SECONDS", SHORT)
    monkeypatch.setattr(transport, "SECONDS", NEVER)
    with fake_smtp() as fake:
        fake.does["after_data"] = "stall"
        answer = deliver(Server(fake.host, fake.port, Security.NONE), ENVELOPE, MESSAGE)
    assert (answer.outcome, answer.problem) == (Outcome.UNKNOWN, "cut")


def test_without_tls_nothing_is_said_when_tls_was_asked_for() -> None:
    with fake_smtp() as fake:
        answer = send(fake, security=Security.STARTTLS)
    assert (answer.outcome, answer.step) == (Outcome.POSTPONED, Step.STARTTLS)
    assert answer.problem == "unsupported"
    assert fake.log_ins == []


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_is_checked(
    security: Security, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, public = certificate(tmp_path)
    way = {"starttls" if security is Security.STARTTLS else "tls": context}
    with fake_smtp(**way) as fake:
        answer = send(fake, host="localhost", security=security)
        assert (answer.outcome, answer.problem) == (Outcome.POSTPONED, "certificate")
        assert fake.log_ins == []
        monkeypatch.setenv("SSL_CERT_FILE", str(public))
        assert send(fake, host="localhost", security=security).outcome is Outcome.ACCEPTED
    assert fake.log_ins == [USER]


def test_a_certificate_of_somebody_else_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, public = certificate(tmp_path, name="elders.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    with fake_smtp(tls=context) as fake:
        answer = send(fake, host="localhost", security=Security.TLS)
    assert answer.problem == "certificate"


@pytest.mark.parametrize("how", ["stall", "cut", "454 4.7.0 no TLS now", "502 5.5.1 what?"])
def test_starttls_that_fails_ends_it(how: str, tmp_path: Path) -> None:
    context, _public = certificate(tmp_path)
    with fake_smtp(starttls=context) as fake:
        fake.does["starttls"] = how
        answer = send(fake, host="localhost", security=Security.STARTTLS)
    assert (answer.outcome, answer.step) == (Outcome.POSTPONED, Step.STARTTLS)
    assert fake.got == []


def test_the_open_way_is_for_this_machine_only() -> None:
    with pytest.raises(AssertionError):
        deliver(Server("mail.example.nl", 25, Security.NONE), ENVELOPE, MESSAGE)


def test_no_other_module_of_the_office_speaks_smtp() -> None:
    found = {where(path) for path, tree in trees().items() if "smtplib" in imports(tree)}
    of_the_site = "src/klantkluis/site/mail.py:1"
    assert found == {"src/klantkluis/foundation/mail/transport.py:1", of_the_site}
    assert smtplib is transport.smtplib


def test_a_server_that_reports_is_told_what_a_report_has_to_bear(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    docmd = smtplib.SMTP.docmd
    monkeypatch.setattr(smtplib.SMTP, "docmd", lambda self, line: said.append(line) or docmd(
        self, line.partition(" RET=")[0].partition(" NOTIFY=")[0]))  # fmt: skip
    named = Envelope(ENVELOPE.sender, ENVELOPE.recipient, "ab" * 16)
    with fake_smtp() as fake:
        server = Server(fake.host, fake.port, Security.NONE)
        assert deliver(server, named, MESSAGE).outcome is Outcome.ACCEPTED
        assert not any("ENVID" in line for line in said), "only where the server knows it"
        said.clear()
        monkeypatch.setattr(smtplib.SMTP, "has_extn", lambda _self, name: name == "dsn")
        assert deliver(server, named, MESSAGE).outcome is Outcome.ACCEPTED
    assert said[:2] == [
        f"MAIL FROM:<{named.sender}> RET=HDRS ENVID={'ab' * 16}",
        f"RCPT TO:<{named.recipient}> NOTIFY=FAILURE,DELAY",
    ]
