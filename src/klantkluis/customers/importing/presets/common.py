"""Columns that many systems call the same."""

PERSON = {
    "first_name": "first name|firstname|voornaam|given name|vorname|prenom|prénom",
    "surname": "last name|lastname|achternaam|family name|surname|nachname|nom",
}
NEWSLETTER = {
    "email": "email|email address|e mail|e mail address",
    **PERSON,
    "name": "name",
}
