"""How products stand in the shop: categories, texts, makers and pictures."""

from django.db import models
from django.db.models import F, Q

from klantkluis.catalogue.models.goods import Product


class ShopCategory(models.Model):
    """A category of the shop; it may stand in another, at most three deep.

    The slug stands in addresses on the internet, so it stays when the name changes.
    """

    slug = models.CharField(max_length=80, unique=True)
    name_nl = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    description_nl = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="shop_category_is_not_in_itself",
                condition=Q(parent=None) | ~Q(parent=F("id")),
            )
        ]

    def __str__(self) -> str:
        return f"category {self.pk}"


class Maker(models.Model):
    """Who made products, and who answers for them in the EU when the maker is elsewhere.

    Regulation (EU) 2023/988, art. 19: name, postal and electronic address stand at the offer.
    """

    name = models.CharField(max_length=120, unique=True)
    address = models.CharField(max_length=250)
    contact = models.CharField(max_length=200)
    responsible_name = models.CharField(max_length=120, blank=True)
    responsible_address = models.CharField(max_length=250, blank=True)
    responsible_contact = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="maker_can_be_reached",
                condition=~Q(name="") & ~Q(address="") & ~Q(contact=""),
            ),
            models.CheckConstraint(
                name="maker_responsible_is_whole_or_absent",
                condition=Q(
                    responsible_name="", responsible_address="", responsible_contact=""
                )
                | ~Q(responsible_name="") & ~Q(responsible_address="")
                & ~Q(responsible_contact=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"maker {self.pk}"


class ShopProduct(models.Model):
    """How a product stands in the shop, or would; without a row it never stood there.

    The slug stands in addresses on the internet, so it stays when the name changes.
    """

    product = models.OneToOneField(Product, models.PROTECT, primary_key=True, related_name="+")
    shown = models.BooleanField(default=False)
    slug = models.CharField(max_length=100, unique=True)
    summary_nl = models.CharField(max_length=300, blank=True)
    summary_en = models.CharField(max_length=300, blank=True)
    description_nl = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    weight_grams = models.PositiveIntegerField(default=0)
    maker = models.ForeignKey(Maker, models.PROTECT, null=True, related_name="+")
    warnings_nl = models.TextField(blank=True)
    warnings_en = models.TextField(blank=True)
    delivery_nl = models.CharField(max_length=120, blank=True)
    delivery_en = models.CharField(max_length=120, blank=True)
    returnable = models.BooleanField(default=True)
    not_returnable_nl = models.CharField(max_length=300, blank=True)
    not_returnable_en = models.CharField(max_length=300, blank=True)
    durability_months = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    sell_without_stock = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["product"], name="product_in_the_shop", condition=Q(shown=True))
        ]
        constraints = [
            models.CheckConstraint(name="shop_product_has_a_slug", condition=~Q(slug="")),
            models.CheckConstraint(
                name="shop_product_says_why_it_cannot_come_back",
                condition=Q(returnable=True) | ~Q(not_returnable_nl=""),
            ),
        ]

    def __str__(self) -> str:
        return f"product {self.product_id} in the shop"


class ProductCategory(models.Model):
    """That a product stands in a category."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="+")
    category = models.ForeignKey(ShopCategory, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "category"], name="product_is_in_a_category_once"
            )
        ]

    def __str__(self) -> str:
        return f"place {self.pk} in a category"


class Picture(models.Model):
    """A picture of a product, in words for who cannot see it; `digest` is of its largest size."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=32)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt_nl = models.CharField(max_length=200)
    alt_en = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["digest"], name="picture_by_digest")]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "digest"], name="picture_is_at_a_product_once"
            ),
            models.CheckConstraint(name="picture_is_told_in_words", condition=~Q(alt_nl="")),
        ]

    def __str__(self) -> str:
        return f"picture {self.pk}"


class PictureSize(models.Model):
    """A picture in one width, as WebP without anything but the picture itself.

    `thing_digest` is the digest of the whole as it is published, so that nobody has to read all
    pictures to know what the site has.
    """

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="+")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    data = models.BinaryField(max_length=4_000_000)
    thing_digest = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["picture", "width"], name="picture_has_a_width_once")
        ]

    def __str__(self) -> str:
        return f"size {self.pk} of a picture"
