"""Where a request stands: worked out from its steps, and kept beside them for lists."""

from collections.abc import Iterable, Mapping
from typing import Any

from klantkluis.privacy.models import PrivacyRequest, RequestStep
from klantkluis.privacy.rules import Facts, StepKind, clock_of


def facts_of(request: PrivacyRequest, steps: Iterable[RequestStep]) -> Facts:
    """Give what the clock and the next step depend on; `steps` in the order in which they came.

    Who turns out to be somebody else than was thought has to show again who they are.
    """
    found: dict[str, Any] = {"received_on": request.received_on}
    person = None
    for step in steps:
        match StepKind(step.what):
            case StepKind.MATCHED:
                if person is not None and step.customer_uid != person:
                    found |= {"asked_on": None, "identified_on": None}
                person = step.customer_uid
                found["nobody"] = person is None
            case StepKind.IDENTITY_ASKED:
                found["asked_on"] = found.get("asked_on") or step.happened_on
            case StepKind.IDENTIFIED:
                found["identified_on"] = found.get("identified_on") or step.happened_on
            case StepKind.EXTENDED:
                found["extended_months"] = step.months
            case StepKind.DECIDED:
                found["decided"] = True
            case StepKind.ANSWERED:
                found["answered_on"] = step.happened_on
            case StepKind.DROPPED:
                found["dropped_on"] = step.happened_on
            case StepKind.CLOSED:
                found["closed_on"] = step.happened_on
    matched = person is not None or request.subscriber_uid is not None
    return Facts(**found, matched=matched)


def kept_of(request: PrivacyRequest, steps: Iterable[RequestStep]) -> Mapping[str, Any]:
    """Give what is kept of the steps in the row of the request."""
    listed = list(steps)
    facts = facts_of(request, listed)
    clock = clock_of(facts, request.received_on)
    people = [step.customer_uid for step in listed if step.what == StepKind.MATCHED]
    return {
        "due_on": clock.due_on,
        "paused_since": clock.paused_since,
        "ended_on": clock.ended_on,
        "closed_on": facts.closed_on or facts.dropped_on,
        "customer_uid": people[-1] if people else None,
    }


def steps_of(request: PrivacyRequest) -> list[RequestStep]:
    """Give what happened to a request, in order."""
    return list(RequestStep.objects.filter(request=request).order_by("pk"))


def keep(request: PrivacyRequest) -> None:
    """Bring the row of a request in line with its steps, inside the act that added one."""
    kept = kept_of(request, steps_of(request))
    PrivacyRequest.objects.filter(pk=request.pk).update(**kept)
    for name, value in kept.items():
        setattr(request, name, value)
