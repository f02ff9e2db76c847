"""Taking in what the office publishes: all of a batch or nothing."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F

from klantkluis.messages import published
from klantkluis.messages.published import ThingKind
from klantkluis.messages.wire import Publish
from klantkluis.site.models import OfficeLink, PublishedThing
from klantkluis.site.shop.entries import drop_product, index_product


def publish_things(question: Publish) -> Iterator[Any]:
    """Store things and take away what is gone; give each thing as it was read.

    Raises:
        ValueError: a thing has not the shape of its kind, or there is no such kind.
    """
    OfficeLink.objects.filter(pk=1).update(edition=F("edition") + 1)
    for kind, name in question.gone:
        PublishedThing.objects.filter(kind=ThingKind(kind), name=name).delete()
        if kind == ThingKind.PRODUCT:
            drop_product(name)
    for each in question.things:
        kind_of = ThingKind(each.kind)
        thing = published.read(kind_of, each.body)
        PublishedThing.objects.filter(kind=kind_of, name=each.name).delete()
        PublishedThing.objects.create(
            kind=kind_of, name=each.name, digest=published.digest(each.body), body=each.body
        )
        if kind_of is ThingKind.PRODUCT:
            index_product(each.name, thing)
        yield thing
