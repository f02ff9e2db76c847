"""What on the first screen is about erasures."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from klantkluis.foundation.actors import Actor
from klantkluis.office.home.notices import Notice
from klantkluis.privacy.erasing.queries import erasures_waiting


def of_erasures(actor: Actor) -> Iterator[Notice]:
    """Say which plans an owner has to sign, and which went back."""
    if not actor.may():
        return
    url, counts = reverse("erasures:erasures"), erasures_waiting()
    if again := counts.again:
        sentence = ngettext(
            "%(n)d erasure was not carried out, for something changed. Look at it again.",
            "%(n)d erasures were not carried out, for something changed. Look at them again.",
            again,
        )
        yield Notice(sentence % {"n": again}, url, "alert-triangle", "bad")
    if waiting := counts.to_sign:
        sentence = ngettext(
            "%(n)d erasure waits for your signature.",
            "%(n)d erasures wait for your signature.",
            waiting,
        )
        yield Notice(sentence % {"n": waiting}, url, "user-off")
