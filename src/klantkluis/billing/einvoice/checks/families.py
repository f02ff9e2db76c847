"""The nine VAT categories and what EN 16931 asks of each: the families of rules BR-S-, BR-Z- ..."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from klantkluis.billing.einvoice.checks.sentences import Sentence
from klantkluis.billing.einvoice.codes import Vat


class Rate(Enum):
    """What the rate of a category must be (rules 05 to 07)."""

    ABOVE_ZERO = 1
    ZERO = 2
    NOT_NEGATIVE = 3
    NONE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The demands of one category.

    Args:
        rules: how its rules begin.
        english: the category in a sentence.
        dutch: the same in Dutch.
        rate: what the rate must be.
        reasoned: whether a reason must be given; otherwise none may.
        tax_id: whether the seller's tax number does where there is no VAT number.
        buyer: whether the buyer must have a VAT number, or one of the trade register where `legal`.
        legal: whether the buyer's number of the trade register does.
    """

    rules: str
    english: str
    dutch: str
    rate: Rate
    reasoned: bool = False
    tax_id: bool = True
    buyer: bool = False
    legal: bool = False


FAMILIES: Final = {
    Vat.STANDARD: Family(rules="BR-S", english="with VAT", dutch="met btw", rate=Rate.ABOVE_ZERO),
    Vat.ZERO: Family(rules="BR-Z", english="with 0% VAT", dutch="met 0% btw", rate=Rate.ZERO),
    Vat.EXEMPT: Family(
        rules="BR-E",
        english="exempt from VAT",
        dutch="vrijgesteld van btw",
        rate=Rate.ZERO,
        reasoned=True,
    ),
    Vat.REVERSE_CHARGE: Family(
        rules="BR-AE",
        english="with VAT reverse-charged",
        dutch="met btw verlegd",
        rate=Rate.ZERO,
        reasoned=True,
        buyer=True,
        legal=True,
    ),
    Vat.INTRA_COMMUNITY: Family(
        rules="BR-IC",
        english="supplied inside the EU",
        dutch="met intracommunautaire levering",
        rate=Rate.ZERO,
        reasoned=True,
        tax_id=False,
        buyer=True,
    ),
    Vat.EXPORT: Family(
        rules="BR-G",
        english="exported",
        dutch="met uitvoer",
        rate=Rate.ZERO,
        reasoned=True,
        tax_id=False,
    ),
    Vat.OUTSIDE_SCOPE: Family(
        rules="BR-O",
        english="outside the scope of VAT",
        dutch="buiten de btw",
        rate=Rate.NONE,
        reasoned=True,
    ),
    Vat.CANARY_ISLANDS: Family(
        rules="BR-AF", english="with IGIC", dutch="met IGIC", rate=Rate.NOT_NEGATIVE
    ),
    Vat.CEUTA_AND_MELILLA: Family(
        rules="BR-AG", english="with IPSI", dutch="met IPSI", rate=Rate.NOT_NEGATIVE
    ),
}

_BY_RULES: Final = {family.rules: family for family in FAMILIES.values()}

_RATES: Final = {
    Rate.ABOVE_ZERO: ("must have a rate above zero", "moet een tarief boven nul hebben"),
    Rate.ZERO: ("must have a rate of 0", "moet een tarief van 0 hebben"),
    Rate.NOT_NEGATIVE: ("must have a rate", "moet een tarief hebben"),
    Rate.NONE: ("has no rate", "heeft geen tarief"),
}


def family_sentence(rule: str) -> Sentence:
    """Give what a rule of a family says.

    Raises:
        KeyError: no family has this rule.
    """
    start, _, number = rule.rpartition("-")
    family = _BY_RULES[start]
    english, dutch = _said(family, number)
    return Sentence(english.format(what=family.english), dutch.format(wat=family.dutch))


def _said(family: Family, number: str) -> tuple[str, str]:
    match number:
        case "01":
            return (
                "There is something {what}, and there must be one VAT sum for it.",
                "Er staat iets {wat} op, en daarvoor moet er één btw-bedrag zijn.",
            )
        case "02" | "03" | "04":
            return _numbers(family)
        case "05" | "06" | "07":
            must, moet = _RATES[family.rate]
            return (f"What is {{what}} {must}.", f"Wat {{wat}} is {moet}.")
        case "08":
            return (
                "The VAT sum of what is {what} is not over what its lines add up to.",
                "Het btw-bedrag van wat {wat} is gaat niet over de som van de regels.",
            )
        case "09":
            return (
                "The VAT of what is {what} is not right.",
                "De btw van wat {wat} is klopt niet.",
            )
        case "10" if family.reasoned:
            return (
                "What is {what} needs the reason in words.",
                "Wat {wat} is heeft de reden in woorden nodig.",
            )
        case "10":
            return (
                "What is {what} has no reason for being without.",
                "Wat {wat} is heeft geen reden voor geen btw.",
            )
        case _:
            return _MORE[f"{family.rules}-{number}"]


def _numbers(family: Family) -> tuple[str, str]:
    if family.rate is Rate.NONE:
        return (
            "What is {what} stands on an invoice without VAT numbers.",
            "Wat {wat} is staat op een factuur zonder btw-nummers.",
        )
    if family.buyer:
        return (
            "What is {what} needs the VAT numbers of seller and buyer.",
            "Wat {wat} is heeft de btw-nummers van verkoper en koper nodig.",
        )
    return (
        "What is {what} needs the VAT number of the seller.",
        "Wat {wat} is heeft het btw-nummer van de verkoper nodig.",
    )


_MORE: Final = {
    "BR-IC-11": (
        "What is {what} needs the day or period of delivery.",
        "Wat {wat} is heeft de leverdatum of de periode nodig.",
    ),
    "BR-IC-12": (
        "What is {what} needs the country of delivery.",
        "Wat {wat} is heeft het land van levering nodig.",
    ),
    "BR-O-11": (
        "What is {what} cannot stand with other VAT sums on one invoice.",
        "Wat {wat} is kan niet met andere btw-bedragen op één factuur.",
    ),
    "BR-O-12": (
        "What is {what} cannot stand with other lines on one invoice.",
        "Wat {wat} is kan niet met andere regels op één factuur.",
    ),
    "BR-O-13": (
        "What is {what} cannot stand with other discounts on one invoice.",
        "Wat {wat} is kan niet met andere kortingen op één factuur.",
    ),
    "BR-O-14": (
        "What is {what} cannot stand with other charges on one invoice.",
        "Wat {wat} is kan niet met andere toeslagen op één factuur.",
    ),
}
