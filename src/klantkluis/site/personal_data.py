"""What the site keeps of a person, and why the rest is not personal.

What is sealed stands here as well: sealing protects it, and is no reason to keep it longer.
"""

from klantkluis.core.declared import LegalBasis, PersonalField, PlainColumns, Term

PERSONAL_FIELDS = (
    PersonalField(
        "OutboxMessage.sealed",
        "dpv:PersonalData",
        "dpv:ServiceProvision",
        LegalBasis.CONTRACT,
        Term.UNTIL_PULLED,
    ),
    PersonalField(
        "Account.profile",
        "dpv-pd:Name",
        "dpv:ServicePersonalisation",
        LegalBasis.CONTRACT,
        Term.ACCOUNT,
    ),
    *(
        PersonalField(
            f"Account.{column}",
            category,
            "dpv:IdentityVerification",
            LegalBasis.CONTRACT,
            Term.ACCOUNT,
        )
        for column, category in (
            ("uid", "dpv-pd:Identifier"),
            ("tag", "dpv-pd:EmailAddress"),
            ("salt", "dpv-pd:Password"),
            ("verifier", "dpv-pd:Password"),
            ("public", "dpv-pd:Identifier"),
            ("wrapped_seed", "dpv-pd:Password"),
        )
    ),
    # A month and no day: enough to end what nobody uses (GDPR art. 5(1)(c) and (e)).
    PersonalField(
        "Account.used_month",
        "dpv-pd:Identifier",
        "dpv:RecordManagement",
        LegalBasis.LEGITIMATE_INTEREST,
        Term.ACCOUNT,
    ),
    *(
        PersonalField(
            f"LogIn.{column}",
            "dpv-pd:Identifier",
            "dpv:IdentityVerification",
            LegalBasis.CONTRACT,
            Term.LOG_IN,
        )
        for column in ("id", "account_id", "sealed_seed", "until")
    ),
    *(
        PersonalField(
            f"PasswordReset.{column}",
            "dpv-pd:Identifier",
            "dpv:IdentityVerification",
            LegalBasis.CONTRACT,
            Term.RESET,
        )
        for column in ("token_hash", "account_id", "until")
    ),
    *(
        PersonalField(
            field,
            category,
            "dpv:FulfilmentOfObligation",
            LegalBasis.LEGAL_OBLIGATION,
            Term.PICK_UP,
        )
        for field, category in (
            ("PickUp.uid", "dpv-pd:Identifier"),
            ("PickUp.account_id", "dpv-pd:Identifier"),
            ("PickUp.sealed_key", "dpv-pd:Identifier"),
            ("PickUp.until", "dpv-pd:Identifier"),
            ("PickUpPart.sealed", "dpv:PersonalData"),
        )
    ),
)

PLAIN_COLUMNS = (
    PlainColumns(
        "OfficeLink",
        (
            "id",
            "office_key",
            "last_number",
            "last_seq",
            "last_chain",
            "acked_seq",
            "edition",
            "anew_from",
            "account_months",
        ),
        "the office's public key, how far the messages are, and how long an account is kept",
    ),
    PlainColumns(
        "OutboxMessage",
        ("seq", "uid", "kind", "key_id", "hour", "chain"),
        "that there is a message of some kind, of some hour; what it says lies sealed",
    ),
    PlainColumns(
        "PublishedThing",
        ("id", "kind", "name", "digest", "body"),
        "what the business shows to everybody",
    ),
    PlainColumns(
        "ProductEntry",
        ("sku", "slug", "position", "name_nl", "name_en", "search", "sort_cents"),
        "follows from what the business shows to everybody",
    ),
    PlainColumns(
        "ProductPlace",
        ("id", "product_id", "category", "position", "sort_cents"),
        "follows from what the business shows to everybody",
    ),
    PlainColumns(
        "OnlinePayment",
        ("payment_id", "provider", "order", "reference", "status", "amount_cents", "hour"),
        "numbers and an amount; whom they are about stands in the sealed order only",
    ),
    PlainColumns(
        "PickUp",
        ("size", "parts", "taken", "picked_up"),
        "how large a sealed package is, and how much of it is here",
    ),
    PlainColumns("PickUpPart", ("id", "pick_up_id", "number"), "numbers of rows"),
    PlainColumns("Account", ("profile_rev",), "how often a profile was written"),
    PlainColumns(
        "Witness", ("id", "checkpoint", "hour"), "a signed digest of the office's log, and when"
    ),
)
