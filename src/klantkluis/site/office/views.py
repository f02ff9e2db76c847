"""The one door for the office: a signed question in, a signed answer out."""

import logging
import time
from typing import Any

import msgspec
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from klantkluis.messages import wire
from klantkluis.messages.link import (
    NUMBER_HEADER,
    SIGNATURE_HEADER,
    answer_text,
    is_signed,
    request_text,
    sign,
)
from klantkluis.messages.wire import Nothing, Verb
from klantkluis.site.identity import identity
from klantkluis.site.leaving import leave_nothing
from klantkluis.site.models import OfficeLink
from klantkluis.site.office.verbs import VERBS, Refused, check_proof, pair
from klantkluis.site.outbox import locked_link

_LOGGER = logging.getLogger("klantkluis.site.office")


@csrf_exempt  # no browser comes here: each request is signed
@require_POST
def knock(request: HttpRequest, verb: str) -> HttpResponse:
    """Do what the paired office asks, once; anybody else learns nothing."""
    number = _number(request)
    body = request.read(wire.MOST_REQUEST_BYTES + 1)
    if verb not in set(Verb) or number is None or len(body) > wire.MOST_REQUEST_BYTES:
        return HttpResponse(status=400)
    try:
        question = _question(request, Verb(verb), number, body)
        with transaction.atomic():
            answer = _answer(Verb(verb), number, question)
        leave_nothing(int(time.time()))
    except Refused as refused:
        return _signed(number, refused.status, wire.write(Nothing()))
    except ValueError as wrong:
        _LOGGER.warning("a question of the office was not understood: %s", type(wrong).__name__)
        return _signed(number, 400, wire.write(Nothing()))
    return _signed(number, 200, wire.write(answer))


def _question(request: HttpRequest, verb: Verb, number: int, body: bytes) -> Any:
    """Read a question of who may ask it, before anybody has to wait for it.

    Raises:
        Refused: it is not the paired office that asks, or who pairs has not the code.
        ValueError: it is no question of this verb.
    """
    if verb is Verb.PAIR:
        question = wire.read(wire.QUESTIONS, verb, body)
        check_proof(question)
        return question
    key = OfficeLink.objects.filter(pk=1).values_list("office_key", flat=True).first()
    signature = request.headers.get(SIGNATURE_HEADER, "")
    text = request_text(identity().site_id, verb, number, body)
    if key is None or not is_signed(bytes(key), text, signature):
        raise Refused(403)
    return wire.read(wire.QUESTIONS, verb, body)


def _answer(verb: Verb, number: int, question: Any) -> msgspec.Struct:
    """Do what is asked and was not asked before: all in one transaction."""
    link = locked_link()
    if verb is Verb.PAIR:
        return pair(link, question)
    if number <= link.last_number:
        raise Refused(409)
    OfficeLink.objects.filter(pk=1).update(last_number=number)
    return VERBS[verb](link, question)


def _number(request: HttpRequest) -> int | None:
    text = request.headers.get(NUMBER_HEADER, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _signed(number: int, status: int, body: bytes) -> HttpResponse:
    me = identity()
    response = HttpResponse(body, content_type="application/json", status=status)
    response[NUMBER_HEADER] = str(number)
    response[SIGNATURE_HEADER] = sign(me.key, answer_text(me.site_id, number, status, body))
    return response
