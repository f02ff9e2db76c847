"""Words and figures of what the demo company sells on the internet."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: what it is called, how it is drawn, where it stands, and what it weighs.

    Prices are from the lowest to the highest in cents including VAT, for kinds that are only sold
    in the shop; the others have theirs already.
    """

    dutch: str
    english: str
    shape: str
    category: str
    grams: int
    says_nl: str
    says_en: str
    low: int = 0
    high: int = 0
    warns_nl: str = ""
    warns_en: str = ""


CATEGORIES: Final = (
    ("Meubels", "Furniture", ""), ("Zitten", "Seating", "Meubels"), ("Tafels", "Tables", "Meubels"),
    ("Kasten en rekken", "Racks and shelves", "Meubels"), ("Keuken", "Kitchen", ""),
    ("Planken en bladen", "Boards and trays", "Keuken"),
    ("Koken en tafelen", "Cooking and dining", "Keuken"), ("Wonen", "Home", ""),
    ("Licht en sfeer", "Light and mood", "Wonen"), ("Aan de muur", "On the wall", "Wonen"),
    ("Opbergen", "Storage", "Wonen"), ("Spelen", "Play", ""),
    ("Boeken en werkplaats", "Books and workshop", ""),
)  # fmt: skip
"""Dutch and English name, and the Dutch name of the one that it stands in."""

NO_TODDLERS_NL = "Niet geschikt voor kinderen jonger dan 3 jaar: kleine onderdelen."
NO_TODDLERS_EN = "Not suitable for children under 3 years: small parts."

KINDS: Final = (
    Kind("Snijplank", "Cutting board", "board", "Planken en bladen", 1100,
         "Een stevige plank met een oog om hem op te hangen.",
         "A sturdy board with an eye to hang it by."),
    Kind("Krukje", "Stool", "stool", "Zitten", 3200,
         "Een krukje op drie poten, dat op elke vloer rechtstaat.",
         "A stool on three legs, which stands straight on any floor."),
    Kind("Wandplank", "Wall shelf", "shelf", "Aan de muur", 2400,
         "Draagt twaalf kilo; dragers en schroeven zitten erbij.",
         "Carries twelve kilos; brackets and screws are included."),
    Kind("Eettafel", "Dining table", "table", "Tafels", 48000,
         "Ruimte voor zes, en met een blad van twee planken uit dezelfde stam.",
         "Room for six, with a top of two boards from the same trunk."),
    Kind("Stoel", "Chair", "chair", "Zitten", 5600,
         "Een stoel met een hoge rug, om lang aan tafel te blijven zitten.",
         "A chair with a high back, for long evenings at the table."),
    Kind("Dienblad", "Serving tray", "tray", "Planken en bladen", 1300,
         "Een blad met twee grepen en een opstaande rand.",
         "A tray with two grips and a raised edge."),
    Kind("Kapstok", "Coat rack", "rack", "Aan de muur", 2100,
         "Vijf haken van zwart staal, ver genoeg uit elkaar voor winterjassen.",
         "Five hooks of black steel, far enough apart for winter coats."),
    Kind("Lamp", "Lamp", "lamp", "Licht en sfeer", 2600,
         "Een tafellamp met een linnen kap; voor een lichtbron met grote fitting (E27).",
         "A table lamp with a linen shade; for a bulb with a large cap (E27).",
         warns_nl="Gebruik een lichtbron van hoogstens 40 watt.",
         warns_en="Use a bulb of at most 40 watts."),
    Kind("Fotolijst", "Picture frame", "frame", "Aan de muur", 700,
         "Voor een foto van 20 bij 30 centimeter, met glas en passe-partout.",
         "For a picture of 20 by 30 centimetres, with glass and a mount."),
    Kind("Kist", "Chest", "chest", "Opbergen", 8200,
         "Een kist met een deksel dat open blijft staan.",
         "A chest with a lid that stays open.",
         warns_nl="Laat kinderen niet in de kist spelen.",
         warns_en="Do not let children play inside the chest."),
    Kind("Boekenkast", "Bookcase", "bookcase", "Kasten en rekken", 27000,
         "Vier planken; verankeren aan de muur gaat met de beugel die erbij zit.",
         "Four shelves; the bracket for fixing it to the wall is included.", 24900, 69500,
         "Zet de kast vast aan de muur: zij kan anders omvallen.",
         "Fix the bookcase to the wall: it could fall over otherwise."),
    Kind("Bank", "Bench", "bench", "Zitten", 16500,
         "Een bank voor twee, voor aan tafel of in de gang.",
         "A bench for two, at the table or in the hall.", 17900, 44900),
    Kind("Salontafel", "Coffee table", "low_table", "Tafels", 15200,
         "Laag, met een plank eronder voor kranten en een plaid.",
         "Low, with a shelf below for newspapers and a blanket.", 19900, 49900),
    Kind("Bijzettafel", "Side table", "side_table", "Tafels", 6800,
         "Rond, op één poot, licht genoeg om overal neer te zetten.",
         "Round, on one leg, and light enough to put anywhere.", 8900, 22900),
    Kind("Bureau", "Desk", "desk", "Tafels", 34000,
         "Een werkblad van 140 centimeter en drie laden die soepel lopen.",
         "A top of 140 centimetres and three drawers that run smoothly.", 39900, 99500),
    Kind("Spiegel", "Mirror", "mirror", "Aan de muur", 4700,
         "Een ronde spiegel met een rand uit één stuk.",
         "A round mirror with a rim out of one piece.", 6900, 18900),
    Kind("Kom", "Bowl", "bowl", "Koken en tafelen", 900,
         "Uit één blok gedraaid; voor fruit, brood of salade.",
         "Turned out of one block; for fruit, bread or salad.", 2950, 8950),
    Kind("Vaas", "Vase", "vase", "Licht en sfeer", 1200,
         "Een vaas voor een enkele tak, met een glazen buis erin.",
         "A vase for a single twig, with a tube of glass inside.", 2450, 6950),
    Kind("Lepelset", "Pair of spoons", "spoons", "Koken en tafelen", 160,
         "Een diepe en een vlakke lepel, om te roeren en op te scheppen.",
         "One deep and one flat spoon, to stir and to serve.", 1250, 2950),
    Kind("Kandelaar", "Candle holder", "candles", "Licht en sfeer", 800,
         "Voor twee gewone kaarsen, met een messing inzet.",
         "For two ordinary candles, with an insert of brass.", 1950, 5450,
         "Laat brandende kaarsen nooit alleen.", "Never leave burning candles alone."),
    Kind("Blokken", "Building blocks", "blocks", "Spelen", 1500,
         "Vijf grote blokken, rond geschuurd en zonder verf.",
         "Five large blocks, sanded round and without paint.", 1950, 4950,
         NO_TODDLERS_NL, NO_TODDLERS_EN),
    Kind("Onderzetters", "Coasters", "coasters", "Koken en tafelen", 420,
         "Vijf ronde onderzetters met kurk aan de onderkant.",
         "Five round coasters with cork below.", 1450, 2950),
    Kind("Gereedschapskist", "Tool box", "toolbox", "Opbergen", 2900,
         "Een open kist met een greep; past op de fiets.",
         "An open box with a handle; it fits on a bicycle.", 3950, 9950),
    Kind("Boekensteun", "Bookends", "bookend", "Opbergen", 1700,
         "Een stel zware steunen die een hele plank boeken houdt.",
         "A pair of heavy ends that holds a whole shelf of books.", 1950, 4450),
    Kind("Plantentafel", "Plant stand", "side_table", "Licht en sfeer", 4200,
         "Een tafeltje voor één grote plant, geolied tegen vocht.",
         "A small table for one large plant, oiled against damp.", 4950, 12900),
    Kind("Opstapje", "Step stool", "stool", "Zitten", 2800,
         "Een trede hoger, met een rand die niet glijdt.",
         "One step higher, with an edge that does not slip.", 4450, 10900,
         "Draagt hoogstens 120 kilo. Ga niet op de rand staan.",
         "Carries at most 120 kilos. Do not stand on the edge."),
    Kind("Schoenenrek", "Shoe rack", "bookcase", "Kasten en rekken", 9800,
         "Vier lagen voor twaalf paar, smal genoeg voor de gang.",
         "Four levels for twelve pairs, narrow enough for the hall.", 7900, 19900),
    Kind("Kruidenrek", "Spice rack", "shelf", "Koken en tafelen", 1300,
         "Een plank met een rand, op maat voor potjes.",
         "A shelf with an edge, made for small jars.", 2450, 5950),
    Kind("Nachtkastje", "Bedside table", "low_table", "Tafels", 7400,
         "Een lage tafel met een plank voor het boek van vanavond.",
         "A low table with a shelf for the book of tonight.", 9900, 24900),
    Kind("Broodplank", "Bread board", "board", "Planken en bladen", 1500,
         "Een lange plank met een rand die kruimels opvangt.",
         "A long board with an edge that catches the crumbs.", 2250, 5950),
    Kind("Serveerplank", "Serving board", "board", "Planken en bladen", 1200,
         "Voor kaas, borrelhapjes of een halve taart.",
         "For cheese, snacks or half a cake.", 2450, 6450),
    Kind("Tuinbank", "Garden bench", "bench", "Zitten", 18800,
         "Een bank die buiten mag blijven staan, met roestvast staal.",
         "A bench that may stay outside, with stainless steel.", 22900, 54900),
    Kind("Ladekist", "Chest of drawers", "desk", "Kasten en rekken", 31000,
         "Drie laden naast een open vak, met een blad om iets op te zetten.",
         "Three drawers beside an open part, with a top to put things on.", 34900, 84900),
)  # fmt: skip

WOOD_SAYS: Final = {
    "eiken": ("Eiken is hard, zwaar en wordt met de jaren warmer van kleur.",
              "Oak is hard and heavy, and its colour grows warmer with the years."),
    "beuken": ("Beuken is fijn van nerf en kan tegen een stootje.",
               "Beech has a fine grain and can take a knock."),
    "noten": ("Noten is donker en levendig; geen twee stukken zijn gelijk.",
              "Walnut is dark and lively; no two pieces are the same."),
    "essen": ("Essen is licht en taai, met een duidelijke tekening.",
              "Ash is light and tough, with a clear figure."),
    "berken": ("Berken is bijna wit en rustig van nerf.",
               "Birch is nearly white, with a quiet grain."),
    "kersen": ("Kersen begint roze en wordt in de zon dieprood.",
               "Cherry begins pink and turns deep red in the sun."),
}  # fmt: skip
CARE = (
    "Neem het af met een vochtige doek en olie het een keer per jaar.",
    "Wipe it with a damp cloth and oil it once a year.",
)
CUSTOM = ("Op maat gemaakt naar uw wensen.", "Made to measure, as you want it.")
