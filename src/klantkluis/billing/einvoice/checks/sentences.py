"""What each rule says, for a shopkeeper: in English and in Dutch.

The words are ours. The rules are those of EN 16931-1 (BR-), of Peppol BIS Billing 3 (PEPPOL-,
NL-R-) and of NLCIUS (BR-NL-).
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Sentence:
    """One rule in two languages; a rule that is not fatal is advice."""

    english: str
    dutch: str
    fatal: bool = True


def advice(english: str, dutch: str) -> Sentence:
    """Give a sentence of a rule that is not fatal."""
    return Sentence(english, dutch, fatal=False)


GENERAL: Final = {
    "BR-01": Sentence(
        "It does not say which specification it follows.",
        "Er staat niet op welke specificatie wordt gevolgd.",
    ),
    "BR-02": Sentence("It has no number.", "Er is geen factuurnummer."),
    "BR-04": Sentence(
        "It does not say what kind of invoice it is.", "Er staat niet op wat voor factuur het is."
    ),
    "BR-05": Sentence("It has no currency.", "Er is geen valuta."),
    "BR-06": Sentence("The seller has no name.", "De verkoper heeft geen naam."),
    "BR-07": Sentence("The buyer has no name.", "De koper heeft geen naam."),
    "BR-09": Sentence(
        "The address of the seller has no country.", "Het adres van de verkoper heeft geen land."
    ),
    "BR-11": Sentence(
        "The address of the buyer has no country.", "Het adres van de koper heeft geen land."
    ),
    "BR-16": Sentence("It has no lines.", "Er zijn geen regels."),
    "BR-17": Sentence("The payee has no name.", "De begunstigde heeft geen naam."),
    "BR-18": Sentence(
        "The tax representative has no name.", "De fiscaal vertegenwoordiger heeft geen naam."
    ),
    "BR-20": Sentence(
        "The address of the tax representative has no country.",
        "Het adres van de fiscaal vertegenwoordiger heeft geen land.",
    ),
    "BR-21": Sentence("A line has no number.", "Een regel heeft geen nummer."),
    "BR-23": Sentence("A line has no unit.", "Een regel heeft geen eenheid."),
    "BR-25": Sentence("A line has no description.", "Een regel heeft geen omschrijving."),
    "BR-27": Sentence(
        "A price is negative; make the quantity negative instead.",
        "Een prijs is negatief; maak in plaats daarvan het aantal negatief.",
    ),
    "BR-28": Sentence(
        "A price before discount is negative.", "Een prijs vóór korting is negatief."
    ),
    "BR-29": Sentence(
        "The period of the invoice ends before it starts.",
        "De periode van de factuur eindigt voordat zij begint.",
    ),
    "BR-30": Sentence(
        "The period of a line ends before it starts.",
        "De periode van een regel eindigt voordat zij begint.",
    ),
    "BR-32": Sentence(
        "A discount on the whole has no VAT category.",
        "Een korting op het geheel heeft geen btw-categorie.",
    ),
    "BR-33": Sentence(
        "A discount on the whole has no reason.", "Een korting op het geheel heeft geen reden."
    ),
    "BR-37": Sentence(
        "A charge on the whole has no VAT category.",
        "Een toeslag op het geheel heeft geen btw-categorie.",
    ),
    "BR-38": Sentence(
        "A charge on the whole has no reason.", "Een toeslag op het geheel heeft geen reden."
    ),
    "BR-42": Sentence(
        "A discount on a line has no reason.", "Een korting op een regel heeft geen reden."
    ),
    "BR-44": Sentence(
        "A charge on a line has no reason.", "Een toeslag op een regel heeft geen reden."
    ),
    "BR-48": Sentence("A VAT sum has no rate.", "Een btw-bedrag heeft geen tarief."),
    "BR-49": Sentence(
        "The payment has no means, such as a credit transfer.",
        "De betaling heeft geen betaalwijze, zoals een overboeking.",
    ),
    "BR-50": Sentence(
        "An account to pay to has no number.",
        "Een rekening waarop betaald wordt heeft geen nummer.",
    ),
    "BR-51": advice(
        "A whole card number stands on it; keep the last four digits.",
        "Er staat een heel kaartnummer op; houd de laatste vier cijfers.",
    ),
    "BR-52": Sentence("An attachment has no reference.", "Een bijlage heeft geen kenmerk."),
    "BR-53": Sentence(
        "The VAT in the seller's own currency is missing.",
        "De btw in de eigen valuta van de verkoper ontbreekt.",
    ),
    "BR-54": Sentence(
        "A property of an item lacks its name or value.",
        "Een eigenschap van een artikel heeft geen naam of geen waarde.",
    ),
    "BR-55": Sentence(
        "The invoice that this one answers has no number.",
        "De factuur waarnaar wordt verwezen heeft geen nummer.",
    ),
    "BR-56": Sentence(
        "The tax representative has no VAT number.",
        "De fiscaal vertegenwoordiger heeft geen btw-nummer.",
    ),
    "BR-57": Sentence("The delivery address has no country.", "Het afleveradres heeft geen land."),
    "BR-61": Sentence(
        "A credit transfer needs an account to pay to.",
        "Een overboeking heeft een rekening nodig waarop betaald wordt.",
    ),
    "BR-62": Sentence(
        "The electronic address of the seller has no scheme.",
        "Het elektronische adres van de verkoper heeft geen schema.",
    ),
    "BR-63": Sentence(
        "The electronic address of the buyer has no scheme.",
        "Het elektronische adres van de koper heeft geen schema.",
    ),
    "BR-64": Sentence(
        "The standard number of an item, such as a GTIN, has no scheme.",
        "Het standaardnummer van een artikel, zoals een GTIN, heeft geen schema.",
    ),
    "BR-65": Sentence(
        "The classification of an item has no scheme.",
        "De classificatie van een artikel heeft geen schema.",
    ),
    "BR-CL-03": Sentence(
        "The currency is not three capitals.", "De valuta bestaat niet uit drie hoofdletters."
    ),
    "BR-CL-14": Sentence(
        "A country is not two capitals.", "Een land bestaat niet uit twee hoofdletters."
    ),
    "BR-CL-18": Sentence("A VAT category does not exist.", "Een btw-categorie bestaat niet."),
    "BR-CL-24": Sentence(
        "An attachment is of a kind that may not travel along.",
        "Een bijlage is van een soort die niet mee mag.",
    ),
    "BR-CO-03": Sentence(
        "When VAT is due is said twice, as a day and as a code.",
        "Wanneer btw verschuldigd is staat er twee keer: als datum en als code.",
    ),
    "BR-CO-09": Sentence(
        "A VAT number does not start with its country.",
        "Een btw-nummer begint niet met het land.",
    ),
    "BR-CO-10": Sentence(
        "The sum of the lines is not what the lines add up to.",
        "Het totaal van de regels is niet de som van de regels.",
    ),
    "BR-CO-11": Sentence(
        "The sum of the discounts is not what they add up to.",
        "Het totaal van de kortingen is niet de som ervan.",
    ),
    "BR-CO-12": Sentence(
        "The sum of the charges is not what they add up to.",
        "Het totaal van de toeslagen is niet de som ervan.",
    ),
    "BR-CO-13": Sentence(
        "The amount without VAT does not follow from lines, discounts and charges.",
        "Het bedrag zonder btw volgt niet uit regels, kortingen en toeslagen.",
    ),
    "BR-CO-14": Sentence(
        "The VAT is not the sum of the VAT per rate.",
        "De btw is niet de som van de btw per tarief.",
    ),
    "BR-CO-15": Sentence(
        "The amount with VAT is not the amount without it plus the VAT.",
        "Het bedrag met btw is niet het bedrag zonder btw plus de btw.",
    ),
    "BR-CO-16": Sentence(
        "The amount to pay does not follow from the total, what was paid and the rounding.",
        "Het te betalen bedrag volgt niet uit het totaal, wat betaald is en de afronding.",
    ),
    "BR-CO-17": Sentence(
        "The VAT of a rate is not that rate of its amount.",
        "De btw van een tarief is niet dat percentage van het bedrag.",
    ),
    "BR-CO-18": Sentence("It has no VAT sums.", "Er zijn geen btw-bedragen."),
    "BR-CO-19": Sentence(
        "The period of the invoice has neither start nor end.",
        "De periode van de factuur heeft geen begin en geen eind.",
    ),
    "BR-CO-20": Sentence(
        "The period of a line has neither start nor end.",
        "De periode van een regel heeft geen begin en geen eind.",
    ),
    "BR-CO-25": Sentence(
        "Something is to be paid, and there is no due date and no payment term.",
        "Er moet betaald worden, en er is geen vervaldatum en geen betalingstermijn.",
    ),
    "BR-CO-26": Sentence(
        "The seller has no number: trade register, VAT or another.",
        "De verkoper heeft geen nummer: KvK, btw of een ander.",
    ),
    "BR-DEC": Sentence(
        "An amount has more than two decimals.", "Een bedrag heeft meer dan twee decimalen."
    ),
}
