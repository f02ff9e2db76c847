"""The pictures of the demo are drawn here, and the same each time."""

import pytest

from klantkluis.office.demo.drawing import SHAPES, picture_of
from klantkluis.office.demo.shop_words import CATEGORIES, KINDS, WOOD_SAYS
from klantkluis.office.demo.words import GOODS, WOODS


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_everything_can_be_drawn_small_and_the_same_each_time(shape):
    once, again = picture_of(shape, "eiken", 3), picture_of(shape, "eiken", 3)
    assert once == again
    assert [(each.width, each.height) for each in once.sizes] == [(400, 300), (800, 600)]
    assert sum(len(each.data) for each in once.sizes) < 60_000


def test_each_kind_can_be_drawn_and_stands_in_a_category_that_is_there():
    assert {kind.shape for kind in KINDS} <= set(SHAPES)
    assert {kind.category for kind in KINDS} <= {name for name, _english, _parent in CATEGORIES}
    assert [kind.dutch for kind in KINDS[: len(GOODS)]] == [name for name, *_rest in GOODS]
    assert set(WOOD_SAYS) == {name for name, _english in WOODS}
    assert len(KINDS) * len(WOODS) + 2 == 200
