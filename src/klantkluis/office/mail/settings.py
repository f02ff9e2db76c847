"""The mail server and the words of our mails: the owner's pages."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.core.mail import Outcome
from klantkluis.core.roles import Role
from klantkluis.foundation.mail.composing import Words, ascii_address, compose, written
from klantkluis.foundation.mail.server import (
    change_mail_server,
    mail_server,
    open_server,
    shut_mail_server,
)
from klantkluis.foundation.mail.templates import (
    Template,
    change_template,
    check_words,
    template_of,
    templates,
)
from klantkluis.foundation.mail.transport import Answer, Envelope, deliver
from klantkluis.foundation.mail.wording import LANGUAGES, STANDARD, MailKind
from klantkluis.foundation.models import Company
from klantkluis.office.access.permissions import allow
from klantkluis.office.mail.documents import DOCUMENTS
from klantkluis.office.mail.forms import ServerForm, WordsForm
from klantkluis.office.mail.names import PROBLEMS, STEPS
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.refusals import VaultLocked


@allow(Role.OWNER)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def server(request: OfficeRequest) -> HttpResponse:
    """Fill in the mail server. Until then no mail goes out."""
    card = mail_server()
    form = _server_form(request)
    if form.is_valid():
        if not request.actor.vault.is_open:
            raise VaultLocked
        with form.refusals():
            change_mail_server(
                fields=form.fields_of_server(),
                password=form.cleaned_data["password"],
                actor=request.actor,
                at=timezone.now(),
            )
            messages.success(request, _("Saved. Send yourself a mail to see whether it works."))
            return redirect("mail:server")
    return render(request, "office/mail/server.html", {"form": form, "card": card})


def _server_form(request: OfficeRequest) -> ServerForm:
    ours = Company.objects.order_by("-pk").first()
    sent = request.POST if "host" in request.POST else None
    return ServerForm(sent, initial=ServerForm.first_values(mail_server(), ours))


@allow(Role.OWNER)
@require_POST
def shut(request: OfficeRequest) -> HttpResponse:
    """Switch mail off, and forget the password."""
    shut_mail_server(actor=request.actor)
    messages.success(request, _("Mail is off. What stands in line stays there."))
    return redirect("mail:server")


@allow(Role.OWNER)
@require_POST
def test(request: OfficeRequest) -> HttpResponse:
    """Send a mail to ourselves, and show what the server answered."""
    answer = _try_out(request)
    context = {
        "form": _server_form(request),
        "card": mail_server(),
        "answer": answer,
        "went_well": answer.outcome is Outcome.ACCEPTED,
        "step": STEPS[answer.step],
        "problem": PROBLEMS.get(answer.problem, ""),
    }
    return render(request, "office/mail/server.html", context)


def _try_out(request: OfficeRequest) -> Answer:
    server, sender = open_server(request.actor.vault)
    address = ascii_address(sender.address)
    words = Words(
        _("A test from your own office"),
        _("If you read this, your office can send mail. You need not answer."),
    )
    message = compose(
        words=words,
        language=request.user.language,
        sender=sender,
        recipient=address,
        uid=uuid4(),
        at=timezone.localtime(),
    )
    return deliver(server, Envelope(address, address), message)


@allow(Role.OWNER)
@require_safe
def words(request: OfficeRequest) -> HttpResponse:
    """List the words of all kinds of mail, in both languages."""
    shown = [(each, DOCUMENTS[each.kind].title) for each in templates()]
    return render(request, "office/mail/templates.html", {"shown": shown})


@allow(Role.OWNER)
@require_http_methods(["GET", "POST"])
def template(request: OfficeRequest, kind: str, language: str) -> HttpResponse:
    """Change the words of a mail; with the button for it, only look at what they become."""
    found = _template(kind, language)
    form = WordsForm(
        request.POST or None,
        initial={"subject": found.words.subject, "body": found.words.body},
    )
    words = found.words
    if form.is_valid():
        words = form.words()
        with form.refusals():
            if "preview" not in request.POST:
                return _changed(request, found, words)
            check_words(found.kind, words)
    context = {"form": form, "template": found, "title": DOCUMENTS[found.kind].title}
    return render(request, "office/mail/template.html", context | _preview(found, words, form))


def _changed(request: OfficeRequest, found: Template, words: Words) -> HttpResponse:
    change_template(
        kind=found.kind,
        language=found.language,
        words=words,
        actor=request.actor,
        at=timezone.now(),
    )
    messages.success(request, _("Saved. Mails from now on say this."))
    return redirect("mail:template", found.kind.value, found.language)


def _template(kind: str, language: str) -> Template:
    if kind not in set(MailKind) or language not in LANGUAGES:
        raise Http404
    return template_of(MailKind(kind), language)


def _preview(found: Template, words: Words, form: WordsForm) -> dict[str, object]:
    """Give the words as a customer would read them, with sample data."""
    sample = STANDARD[found.kind].sample[found.language]
    filled = written(words, dict(sample))
    return {"sample": sample, "preview": None if form.errors else filled}
