"""Usual names of columns in Dutch, English, German and French, for files without a preset."""

_NAMES: dict[str, str] = {
    "external_id": "klantnummer|relatienummer|debiteurnummer|debiteurennummer|klantcode|"
    "customer number|customer no|customer id|client id|client number|external id|contact id|"
    "kundennummer|kunden nr|kundennr|numéro client|numero client|code client|id",
    "company": "bedrijf|bedrijfsnaam|firma|firmanaam|organisatie|organisatienaam|company|"
    "company name|organization|organisation|business name|firmenname|unternehmen|société|societe|"
    "entreprise|raison sociale",
    "name": "naam|klantnaam|volledige naam|klant|relatie|name|full name|display name|"
    "customer name|customer|client name|contact name|kunde|kundenname|vollständiger name|"
    "nom complet|client|nombre|contactpersoon",
    "first_name": "voornaam|voornamen|roepnaam|first name|firstname|given name|forename|vorname|"
    "prénom|prenom",
    "middle_name": "middle name|middlename|additional name|tweede naam",
    "surname_prefix": "tussenvoegsel|tussenvoegsels|voorvoegsel|voorvoegsels|prefix achternaam",
    "surname": "achternaam|familienaam|last name|lastname|surname|family name|nachname|"
    "familienname|nom|nom de famille",
    "street": "straat|straatnaam|adres|adresregel 1|adres 1|street|street address|address|"
    "address 1|address1|address line 1|adresse|adresse 1|straße|strasse|anschrift|rue|voie|"
    "factuuradres|bezoekadres|billing address",
    "house_number": "huisnummer|huisnr|nummer|house number|street number|number|hausnummer|"
    "hausnr|numéro|numero|nr",
    "house_number_addition": "toevoeging|huisnummertoevoeging|huisnr toevoeging|"
    "huisnummer toevoeging|addition|house number addition|zusatz|complément",
    "address_line_2": "adresregel 2|adres 2|address 2|address2|address line 2|street2|street 2|"
    "adresszusatz|complément d adresse|complement d adresse|t a v|unit|suite",
    "postcode": "postcode|post code|zip|zip code|zipcode|postal code|postalcode|plz|postleitzahl|"
    "code postal",
    "town": "plaats|woonplaats|plaatsnaam|stad|gemeente|vestigingsplaats|town|city|ort|stadt|"
    "ville|localité",
    "region": "provincie|regio|state|region|province|county|bundesland|province state|"
    "state province",
    "country": "land|landcode|country|country code|länderkürzel|landesname|pays|code pays",
    "phone": "telefoon|telefoonnummer|tel|telnr|telefoon vast|phone|phone number|telephone|"
    "telefon|telefonnummer|téléphone|telephone fixe|mobiel|mobiele telefoon|gsm|mobile|"
    "mobile phone|cell phone|handy|mobil|mobilnummer|portable",
    "email": "e mail|email|mail|e mailadres|emailadres|mailadres|email address|e mail address|"
    "user email|e mail adresse|email adresse|courriel|adresse e mail|adresse mail|adresse email|"
    "correo electronico",
    "vat_number": "btw nummer|btwnummer|btw nr|btw id|btw identificatienummer|vat number|vat no|"
    "vat id|vat|tax number|tax id|ust id|ustid|ust idnr|umsatzsteuer id|numéro de tva|"
    "tva intracommunautaire|n tva",
    "remarks": "opmerking|opmerkingen|notitie|notities|memo|bijzonderheden|remarks|remark|notes|"
    "note|comment|comments|bemerkung|bemerkungen|notizen|anmerkung|remarques|commentaire",
    "kind": "is a company|is bedrijf|bedrijf j n|company type|klanttype|soort klant",
    "consent": "nieuwsbrief|mailing|newsletter|subscribed|subscribed to emails|opt in|optin|"
    "opt out|marketing consent|accepts marketing|abonnement newsletter|status",
}

SYNONYMS: dict[str, str] = {
    name: target for target, names in _NAMES.items() for name in names.split("|")
}
