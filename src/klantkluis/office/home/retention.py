"""What retention asks of an owner, for the first screen."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klantkluis.foundation.actors import Actor
from klantkluis.office.home.notices import Notice
from klantkluis.privacy.retaining.queries import waits_for_owner


def of_retention(actor: Actor) -> list[Notice]:
    """Say who may be forgotten and which book years are over: only an owner decides that."""
    if not actor.may():
        return []
    people, years = waits_for_owner()
    found = []
    if people:
        sentence = ngettext(
            "%(n)d customer may be erased.", "%(n)d customers may be erased.", people
        )
        said = sentence % {"n": people}
        found.append(Notice(said, reverse("retention:people"), icon="user-off"))
    for name in years:
        said = _("The term of the documents of %(year)s is over.") % {
            "year": name.rpartition("-")[2]
        }
        found.append(Notice(said, reverse("retention:year", args=[name]), icon="key"))
    return found
