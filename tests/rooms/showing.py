"""Short ways to put something in the shop."""

from io import BytesIO

from PIL import Image, ImageDraw

from klantkluis.catalogue.pictures.commands import NewPicture, add_picture
from klantkluis.catalogue.showing.categories import CategoryFields, add_category
from klantkluis.catalogue.showing.commands import ShopFields, present_product
from klantkluis.catalogue.showing.makers import MakerFields, add_maker
from klantkluis.foundation.actors import Actor


def a_file(colour: str = "brown", size: tuple[int, int] = (500, 400), kind: str = "PNG") -> bytes:
    """Make a file with a simple picture in it."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((20, 20, size[0] - 20, size[1] - 20), fill=colour)
    buffer = BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def a_picture(actor: Actor, product_id: int, colour: str = "brown", alt: str = "Een vlak") -> int:
    """Add a picture to a product."""
    picture = NewPicture(a_file(colour), alt, "A plane")
    return add_picture(product_id=product_id, picture=picture, actor=actor)


def a_category(actor: Actor, name: str = "Planken", parent_id: int | None = None) -> int:
    """Add a category."""
    fields = CategoryFields(name_nl=name, name_en=f"{name} (en)", parent_id=parent_id)
    return add_category(fields=fields, actor=actor)


def a_maker(actor: Actor, name: str = "Zagerij Voorbeeld") -> int:
    """Add a maker."""
    fields = MakerFields(name, "Kade 1, 1234 AB Ons Dorp", "zagerij.example")
    return add_maker(fields=fields, actor=actor)


def in_the_shop(actor: Actor, product_id: int, **fields: object) -> None:
    """Put a product in the shop."""
    given = ShopFields(**fields)  # type: ignore[arg-type]
    present_product(product_id=product_id, fields=given, actor=actor)
