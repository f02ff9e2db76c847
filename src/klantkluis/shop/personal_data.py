"""What this room keeps of a person, and why the rest is not sealed."""

from klantkluis.foundation.personal_data import LegalBasis, PersonalField, PlainColumns, Term

PERSONAL_FIELDS = (
    PersonalField(
        "PageVersion.staff_id",
        "dpv-pd:Identifier",
        "dpv:RecordManagement",
        LegalBasis.LEGITIMATE_INTEREST,
        Term.SECURITY,
    ),
    PersonalField(
        "SiteLink.staff_id",
        "dpv-pd:Identifier",
        "dpv:RecordManagement",
        LegalBasis.LEGITIMATE_INTEREST,
        Term.SECURITY,
    ),
)

PLAIN_COLUMNS = (
    PlainColumns(
        "Shop",
        (
            "id",
            "name",
            "tagline_nl",
            "tagline_en",
            "welcome_nl",
            "welcome_en",
            "in_english",
            "accent",
            "show_prices",
            "stock",
            "payments",
            "newsletter",
            "closed",
        ),
        "how our own shop looks and sells",
    ),
    PlainColumns("ShopName", ("id", "name", "recorded_at"), "names that our own shop had"),
    PlainColumns(
        "ShippingMethod",
        (
            "id",
            "code",
            "name_nl",
            "name_en",
            "days_nl",
            "days_en",
            "countries",
            "free_from_cents",
            "pick_up",
            "active",
            "position",
        ),
        "how we send, and for how much",
    ),
    PlainColumns("ShippingStep", ("id", "method_id", "up_to_grams", "cents"), "what sending costs"),
    PlainColumns(
        "PageVersion",
        (
            "id",
            "name",
            "title_nl",
            "title_en",
            "body_nl",
            "body_en",
            "position",
            "in_footer",
            "gone",
            "recorded_at",
        ),
        "texts that everybody may read",
    ),
    PlainColumns(
        "SiteLink",
        (
            "id",
            "site_id",
            "url",
            "site_key",
            "certificate",
            "number",
            "seq",
            "chain",
            "broken",
            "paired_at",
        ),
        "about our own site; keys that are public, and how far we have read",
    ),
)
