"""Words to make people and goods of. None of it is about anybody."""

FIRST_NAMES = [
    "Anna",
    "Daan",
    "Emma",
    "Sem",
    "Julia",
    "Lucas",
    "Mila",
    "Levi",
    "Sara",
    "Finn",
    "Tess",
    "Noah",
    "Sophie",
    "Bram",
    "Zoë",
    "Jesse",
    "Lotte",
    "Luuk",
    "Eva",
    "Thijs",
    "Fenna",
    "Milan",
    "Noor",
    "Mees",
    "Roos",
    "Lars",
    "Isa",
    "Ruben",
    "Liv",
    "Gijs",
    "Maud",
    "Tijn",
    "Femke",
    "Stijn",
    "Iris",
    "Hugo",
    "Sanne",
    "Teun",
    "Anouk",
    "Jasper",
    "Marieke",
    "Pieter",
    "Els",
    "Kees",
    "Hennie",
    "Willem",
    "Ria",
    "Joop",
    "Fatima",
    "Youssef",
    "Aylin",
    "Mehmet",
    "Chantal",
    "Ricardo",
    "Priya",
    "Wei",
    "Agnieszka",
    "Tomasz",
    "Ingrid",
    "Sjoerd",
    "Wieke",
    "Tjeerd",
    "Nynke",
    "Machteld",
]

SURNAMES = (
    ("de", "Jong"), ("", "Jansen"), ("de", "Vries"), ("van den", "Berg"), ("", "Bakker"),
    ("van", "Dijk"), ("", "Visser"), ("", "Janssen"), ("", "Smit"), ("", "Meijer"),
    ("de", "Boer"), ("", "Mulder"), ("de", "Groot"), ("", "Bos"), ("", "Vos"), ("", "Peters"),
    ("", "Hendriks"), ("van", "Leeuwen"), ("", "Dekker"), ("", "Brouwer"), ("de", "Wit"),
    ("", "Dijkstra"), ("", "Smits"), ("de", "Graaf"), ("van der", "Meer"), ("van der", "Linden"),
    ("", "Kok"), ("", "Jacobs"), ("de", "Haan"), ("", "Vermeulen"), ("van den", "Heuvel"),
    ("van der", "Veen"), ("van den", "Broek"), ("de", "Bruijn"), ("van der", "Heijden"),
    ("", "Schouten"), ("van", "Beek"), ("", "Willems"), ("van", "Vliet"), ("", "Hoekstra"),
    ("", "Maas"), ("", "Verhoeven"), ("", "Koster"), ("van", "Dam"), ("van der", "Wal"),
    ("", "Prins"), ("", "Blom"), ("", "Huisman"), ("", "Kuipers"), ("", "Yılmaz"), ("", "Öztürk"),
    ("el", "Idrissi"), ("", "Kowalski"), ("", "Nguyen"), ("", "Müller"), ("in 't", "Veld"),
    ("op den", "Kamp"), ("ten", "Have"), ("ter", "Horst"), ("", "Ångström"), ("d'", "Ancona"),
)  # fmt: skip
"""Prefix and name, as they are sorted in the Netherlands: by the name."""

STREETS = [
    "Dorpsstraat",
    "Kerkstraat",
    "Molenweg",
    "Schoolstraat",
    "Stationsweg",
    "Julianastraat",
    "Wilhelminalaan",
    "Beukenlaan",
    "Eikenlaan",
    "Kastanjelaan",
    "Lindelaan",
    "Nieuwstraat",
    "Hoofdstraat",
    "Marktplein",
    "Havenkade",
    "Prinsengracht",
    "Singel",
    "Zandpad",
    "Veldweg",
    "Parallelweg",
    "Rembrandtlaan",
    "Tulpstraat",
    "Rozenstraat",
    "Industrieweg",
    "Ambachtsweg",
    "Handelskade",
    "Weverstraat",
    "Smidsteeg",
    "Achterom",
    "Boterdiep",
    "Vismarkt",
]

TOWNS = (
    ("Amsterdam", 1011, 1109), ("Rotterdam", 3011, 3089), ("Utrecht", 3511, 3585),
    ("Den Haag", 2511, 2597), ("Eindhoven", 5611, 5658), ("Groningen", 9711, 9747),
    ("Tilburg", 5011, 5049), ("Almere", 1311, 1363), ("Breda", 4811, 4847),
    ("Nijmegen", 6511, 6546), ("Apeldoorn", 7311, 7341), ("Haarlem", 2011, 2037),
    ("Arnhem", 6811, 6846), ("Enschede", 7511, 7548), ("Amersfoort", 3811, 3829),
    ("Zaandam", 1501, 1509), ("'s-Hertogenbosch", 5211, 5237), ("Zwolle", 8011, 8043),
    ("Leiden", 2311, 2334), ("Maastricht", 6211, 6229), ("Dordrecht", 3311, 3329),
    ("Leeuwarden", 8911, 8941), ("Deventer", 7411, 7429), ("Delft", 2611, 2629),
    ("Gouda", 2801, 2809), ("Middelburg", 4331, 4338), ("Assen", 9401, 9408),
    ("Venlo", 5911, 5928), ("Hoorn", 1621, 1628), ("Zutphen", 7201, 7207),
)  # fmt: skip
"""Town, and the first and last number of its postcodes."""

POSTCODE_LETTERS = "ABCDEFGHJKLMNPRSTVWXZ"
FORBIDDEN_LETTERS = {"SA", "SD", "SS"}

TRADES = (
    "Woonwinkel", "Meubelmakerij", "Interieur", "Kookwinkel", "Bouwmarkt", "Bloemisterij",
    "Restaurant", "Hotel", "Architecten", "Timmerbedrijf", "Lunchroom", "Galerie", "Hoveniers",
    "Kantoorinrichting", "Lampenhuis", "Cadeaushop", "Bakkerij", "Vakantiepark",
)  # fmt: skip
LEGAL_FORMS = ("B.V.", "V.O.F.", "", "")

GOODS = (
    ("Snijplank", "Cutting board", "C62", 1495, 6995),
    ("Krukje", "Stool", "C62", 3995, 14900),
    ("Wandplank", "Wall shelf", "C62", 2450, 8900),
    ("Eettafel", "Dining table", "C62", 49500, 189500),
    ("Stoel", "Chair", "C62", 12900, 37900),
    ("Dienblad", "Serving tray", "C62", 1995, 5450),
    ("Kapstok", "Coat rack", "C62", 2995, 11900),
    ("Lamp", "Lamp", "C62", 4995, 24900),
    ("Fotolijst", "Picture frame", "C62", 895, 3495),
    ("Kist", "Chest", "C62", 3450, 18900),
)
"""Dutch and English name, unit, and the lowest and highest price in cents including VAT."""

WOODS = (
    ("eiken", "oak"), ("beuken", "beech"), ("noten", "walnut"), ("essen", "ash"),
    ("berken", "birch"), ("kersen", "cherry"),
)  # fmt: skip
FINISHES = (
    ("", ""), ("geolied", "oiled"), ("wit", "white"), ("zwart", "black"), ("naturel", "natural"),
)  # fmt: skip

REMARKS = (
    "Belt graag vooraf over de levertijd.",
    "Bestelt meestal in het najaar.",
    "Levering alleen op werkdagen.",
    "Vraagt om een kopie van de afleverbon per e-mail.",
    "",
    "",
    "",
)
CONTACTS = (
    ("phone", "in", "Vroeg naar de levertijd van de bestelling."),
    ("email", "in", "Wil een offerte voor twintig stoelen."),
    ("phone", "out", "Teruggebeld over een kras; stuurt een foto."),
    ("visit", "in", "Kwam langs in de werkplaats en nam een staal mee."),
    ("letter", "out", "Bedankbrief met onderhoudsadvies gestuurd."),
    ("email", "out", "Bevestigd dat de lamp ook zonder snoer kan."),
)
