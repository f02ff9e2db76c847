"""What the rules of Peppol and of NLCIUS say, in English and in Dutch."""

from typing import Final

from klantkluis.billing.einvoice.checks.sentences import Sentence, advice

PEPPOL: Final = {
    "PEPPOL-EN16931-R001": Sentence(
        "It does not say which process it belongs to.",
        "Er staat niet bij welk proces dit hoort.",
    ),
    "PEPPOL-EN16931-R002": Sentence(
        "It has more than one note.", "Er staat meer dan één opmerking op."
    ),
    "PEPPOL-EN16931-R003": Sentence(
        "It needs the buyer's reference or order number.",
        "Er is een kenmerk of een ordernummer van de koper nodig.",
    ),
    "PEPPOL-EN16931-R004": Sentence(
        "It does not name the Peppol specification.",
        "De specificatie van Peppol wordt niet genoemd.",
    ),
    "PEPPOL-EN16931-R005": Sentence(
        "The currency of the VAT is the same as that of the invoice; leave it out.",
        "De valuta van de btw is die van de factuur; laat haar weg.",
    ),
    "PEPPOL-EN16931-R007": Sentence(
        "The process is not one of Peppol.", "Het proces is niet van Peppol."
    ),
    "PEPPOL-EN16931-R010": Sentence(
        "The buyer has no electronic address.", "De koper heeft geen elektronisch adres."
    ),
    "PEPPOL-EN16931-R020": Sentence(
        "The seller has no electronic address.", "De verkoper heeft geen elektronisch adres."
    ),
    "PEPPOL-EN16931-R040": Sentence(
        "A discount or charge is not its percentage of its base.",
        "Een korting of toeslag is niet het percentage van haar grondslag.",
    ),
    "PEPPOL-EN16931-R041": Sentence(
        "A discount or charge has a percentage and no base.",
        "Een korting of toeslag heeft een percentage en geen grondslag.",
    ),
    "PEPPOL-EN16931-R042": Sentence(
        "A discount or charge has a base and no percentage.",
        "Een korting of toeslag heeft een grondslag en geen percentage.",
    ),
    "PEPPOL-EN16931-R046": Sentence(
        "A price is not the price before discount less the discount.",
        "Een prijs is niet de prijs vóór korting min de korting.",
    ),
    "PEPPOL-EN16931-R055": Sentence(
        "The VAT in both currencies does not have the same sign.",
        "De btw in beide valuta heeft niet hetzelfde teken.",
    ),
    "PEPPOL-EN16931-R061": Sentence(
        "A direct debit has no mandate.", "Een incasso heeft geen machtiging."
    ),
    "PEPPOL-EN16931-R110": Sentence(
        "A line starts before the period of the invoice.",
        "Een regel begint vóór de periode van de factuur.",
    ),
    "PEPPOL-EN16931-R111": Sentence(
        "A line ends after the period of the invoice.",
        "Een regel eindigt na de periode van de factuur.",
    ),
    "PEPPOL-EN16931-R120": Sentence(
        "The amount of a line does not follow from quantity, price, discounts and charges.",
        "Het bedrag van een regel volgt niet uit aantal, prijs, kortingen en toeslagen.",
    ),
    "PEPPOL-EN16931-R121": Sentence(
        "The quantity that a price is for is not above zero.",
        "Het aantal waarvoor een prijs geldt is niet groter dan nul.",
    ),
    "PEPPOL-EN16931-R130": Sentence(
        "A price is in another unit than its line.",
        "Een prijs is in een andere eenheid dan de regel.",
    ),
    "PEPPOL-EN16931-P0100": Sentence(
        "Peppol does not take this kind of invoice.", "Peppol kent deze soort factuur niet."
    ),
    "PEPPOL-EN16931-P0101": Sentence(
        "Peppol does not take this kind of credit note.",
        "Peppol kent deze soort creditnota niet.",
    ),
    "PEPPOL-EN16931-P0104": Sentence(
        "A reason without VAT belongs to another VAT category.",
        "Een reden voor geen btw hoort bij een andere btw-categorie.",
    ),
    "PEPPOL-EN16931-P0112": Sentence(
        "A corrected invoice goes over Peppol inside Germany only.",
        "Een gecorrigeerde factuur gaat alleen binnen Duitsland over Peppol.",
    ),
    "PEPPOL-COMMON-R040": Sentence(
        "A GLN (scheme 0088) is not right.", "Een GLN (schema 0088) klopt niet."
    ),
    "PEPPOL-COMMON-R054": advice(
        "A number of the Dutch trade register (scheme 0106) is not eight digits.",
        "Een KvK-nummer (schema 0106) heeft geen acht cijfers.",
    ),
    "PEPPOL-COMMON-R055": advice(
        "A Dutch OIN (scheme 0190) is not twenty digits.",
        "Een OIN (schema 0190) heeft geen twintig cijfers.",
    ),
    "PEPPOL-COMMON-R056": advice(
        "A Dutch VAT number is not NL, nine digits, B and two digits.",
        "Een Nederlands btw-nummer is niet NL, negen cijfers, B en twee cijfers.",
    ),
}

NLCIUS: Final = {
    "BR-NL-1": Sentence(
        "A Dutch seller needs a number of the trade register (0106) or an OIN (0190).",
        "Een Nederlandse verkoper heeft een KvK-nummer (0106) of OIN (0190) nodig.",
    ),
    "BR-NL-2": Sentence(
        "It needs the buyer's reference or order number.",
        "Er is een kenmerk of een ordernummer van de koper nodig.",
    ),
    "BR-NL-3": Sentence(
        "The address of the seller needs street, postcode and town.",
        "Het adres van de verkoper heeft straat, postcode en plaats nodig.",
    ),
    "BR-NL-4": Sentence(
        "The address of a Dutch buyer needs street, postcode and town.",
        "Het adres van een Nederlandse koper heeft straat, postcode en plaats nodig.",
    ),
    "BR-NL-5": Sentence(
        "The address of a Dutch tax representative needs street, postcode and town.",
        "Het adres van een Nederlandse fiscaal vertegenwoordiger heeft straat, postcode en "
        "plaats nodig.",
    ),
    "BR-NL-7": Sentence(
        "The kind of invoice must be 380, 381, 384 or 389.",
        "De soort factuur moet 380, 381, 384 of 389 zijn.",
    ),
    "BR-NL-9": Sentence(
        "A corrected invoice must name the invoice that it corrects.",
        "Een gecorrigeerde factuur moet de factuur noemen die zij corrigeert.",
    ),
    "BR-NL-10": Sentence(
        "A Dutch buyer needs a number of the trade register (0106) or an OIN (0190).",
        "Een Nederlandse koper heeft een KvK-nummer (0106) of OIN (0190) nodig.",
    ),
    "BR-NL-11": Sentence(
        "Something is to be paid, and it does not say how.",
        "Er moet betaald worden, en er staat niet hoe.",
    ),
    "BR-NL-12": Sentence(
        "The means of payment must be 30, 48, 49, 57, 58 or 59.",
        "De betaalwijze moet 30, 48, 49, 57, 58 of 59 zijn.",
    ),
    "BR-NL-13": Sentence(
        "A line names a line of an order, and no order is named.",
        "Een regel noemt een orderregel, en er wordt geen order genoemd.",
    ),
    "BR-NL-19": advice("Leave out the currency of the VAT.", "Laat de valuta van de btw weg."),
    "BR-NL-20": advice(
        "Leave out the day that VAT is due; it is not read.",
        "Laat de datum van de btw weg; die wordt niet gelezen.",
    ),
    "BR-NL-21": advice(
        "Leave out the code of when VAT is due; it is not read.",
        "Laat de code van de btw-datum weg; die wordt niet gelezen.",
    ),
    "BR-NL-22": advice(
        "Leave out what a note is about.", "Laat het onderwerp van een opmerking weg."
    ),
    "BR-NL-24": advice(
        "Leave out the day of an earlier invoice.",
        "Laat de datum van een eerdere factuur weg.",
    ),
    "BR-NL-25": advice(
        "Leave out the seller's tax number that is no VAT number.",
        "Laat het belastingnummer van de verkoper weg dat geen btw-nummer is.",
    ),
    "BR-NL-26": advice(
        "Leave out the legal form of the seller.", "Laat de rechtsvorm van de verkoper weg."
    ),
    "BR-NL-27": advice(
        "Leave out the third line of an address.", "Laat de derde regel van een adres weg."
    ),
    "BR-NL-28": advice("Leave out the region of an address.", "Laat de regio van een adres weg."),
    "BR-NL-29": advice(
        "Leave out the means of payment in words.", "Laat de betaalwijze in woorden weg."
    ),
    "BR-NL-30": advice(
        "Leave out the holder of an account.", "Laat de houder van een rekening weg."
    ),
    "BR-NL-31": advice(
        "Leave out the bank of an account for a SEPA payment.",
        "Laat de bank van een rekening weg bij een SEPA-betaling.",
    ),
    "BR-NL-32": advice(
        "Leave out the reason of a discount as a code.",
        "Laat de reden van een korting als code weg.",
    ),
    "BR-NL-33": advice(
        "Leave out the VAT in another currency.", "Laat de btw in een andere valuta weg."
    ),
    "BR-NL-34": advice(
        "Leave out the reason of a charge as a code.",
        "Laat de reden van een toeslag als code weg.",
    ),
    "BR-NL-35": advice(
        "Give the reason for no VAT in words and not as a code.",
        "Geef de reden voor geen btw in woorden en niet als code.",
    ),
}

DUTCH_IN_PEPPOL: Final = {
    "NL-R-001": Sentence(
        "A credit note must name the invoice that it answers.",
        "Een creditnota moet de factuur noemen waar zij bij hoort.",
    ),
    "NL-R-002": NLCIUS["BR-NL-3"],
    "NL-R-003": NLCIUS["BR-NL-1"],
    "NL-R-004": NLCIUS["BR-NL-4"],
    "NL-R-005": NLCIUS["BR-NL-10"],
    "NL-R-006": NLCIUS["BR-NL-5"],
    "NL-R-007": NLCIUS["BR-NL-11"],
    "NL-R-008": NLCIUS["BR-NL-12"],
    "NL-R-009": NLCIUS["BR-NL-13"],
}
"""What Peppol asks of Dutch sellers."""
