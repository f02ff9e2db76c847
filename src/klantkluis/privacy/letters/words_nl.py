"""What letters about requests say in Dutch, in plain words and with the law beside them."""

from typing import Final

from klantkluis.privacy.letters.kinds import LetterKind
from klantkluis.privacy.letters.wording import Language, Text
from klantkluis.privacy.rules import Ground, IdentityMethod, RequestKind

_AUTHORITY: Final = (
    "U kunt ook een klacht indienen bij de Autoriteit Persoonsgegevens (Postbus 93374, 2509 AJ Den"
    " Haag, autoriteitpersoonsgegevens.nl)."
)
_COMPLAINT: Final = (
    "Bent u het niet eens met dit antwoord? Laat het ons weten, dan kijken wij er opnieuw naar. "
    + _AUTHORITY
    + " En u kunt de rechtbank vragen om te beslissen; doe dat binnen zes weken nadat u deze brief"
    " hebt gekregen (artikel 77 en 79 van de Algemene verordening gegevensbescherming, de AVG, en"
    " artikel 35 van de Uitvoeringswet AVG)."
)
_NO_ANSWER_YET: Final = (
    "Bent u het niet eens met dit uitstel? Laat het ons weten. "
    + _AUTHORITY
    + " Hebt u op de genoemde dag geen antwoord, dan kunt u bovendien de rechtbank vragen om te"
    " beslissen; dat kan dan op elk moment (artikel 77 en 79 van de Algemene verordening"
    " gegevensbescherming, de AVG, en artikel 35 lid 2 van de Uitvoeringswet AVG)."
)
_NO_DECISION: Final = (
    "Bent u het hier niet mee eens? Laat het ons weten, dan kijken wij er opnieuw naar. "
    + _AUTHORITY
    + " En u kunt naar de rechter gaan (artikel 77 en 79 van de Algemene verordening"
    " gegevensbescherming, de AVG)."
)
_RIGHTS: Final = (
    "U kunt ons altijd vragen om gegevens te verbeteren, te wissen of voorlopig niet te gebruiken."
    " U kunt bezwaar maken tegen het gebruik ervan, en een toestemming die u gaf weer intrekken."
    " Dat kost u niets (artikel 7 en 16 tot en met 21 AVG)."
)
_WAITS: Final = (
    "Ze liggen voor u klaar in uw account in onze webwinkel, versleuteld: alleen u kunt ze"
    " openen. Log in om ze op te halen. Dat kan tot en met {waits}; daarna verdwijnen ze"
    " daar vanzelf."
)
_RECEIVERS: Final = (
    "Deze ontvangers hadden eerder gegevens van u gekregen. Wij hebben hun laten weten wat er is"
    " veranderd (artikel 19 AVG):\n{receivers}"
)

WORDS: Final = Language(
    salutation="Beste {name},",
    salutation_nobody="Geachte heer of mevrouw,",
    farewell="Met vriendelijke groet,",
    our_reference="Ons kenmerk",
    asked={
        RequestKind.ACCESS: "uw verzoek om inzage in uw gegevens",
        RequestKind.PORTABILITY: "uw verzoek om uw gegevens mee te krijgen",
        RequestKind.RECTIFICATION: "uw verzoek om uw gegevens te verbeteren",
        RequestKind.ERASURE: "uw verzoek om uw gegevens te wissen",
        RequestKind.RESTRICTION: "uw verzoek om uw gegevens voorlopig niet te gebruiken",
        RequestKind.OBJECTION: "uw bezwaar tegen het gebruik van uw gegevens",
        RequestKind.WITHDRAWAL: "het intrekken van uw toestemming",
        RequestKind.COMPLAINT: "uw klacht",
    },
    texts={
        LetterKind.ACKNOWLEDGEMENT: Text(
            "Wij hebben {asked} ontvangen",
            (
                "Op {received} ontvingen wij {asked}. Daar gaan wij mee aan de slag. Het nummer is"
                " {number}; noem dat als u ons belt of schrijft.",
                "U krijgt zo snel mogelijk antwoord, en uiterlijk op {due}. Lukt dat niet, dan"
                " hoort u dat vóór die dag, met de reden. Het kost u niets.",
                "Hebt u iets toe te voegen? U kunt deze brief of e-mail gewoon beantwoorden.",
            ),
        ),
        LetterKind.IDENTITY: Text(
            "Wij willen zeker weten dat u het bent",
            (
                "Op {received} ontvingen wij {asked} (nummer {number}). Voordat wij daar iets mee"
                " doen, willen wij zeker weten dat de vraag van uzelf komt. Zo voorkomen wij dat"
                " een ander uw gegevens krijgt, of ze laat veranderen of wissen.",
                "{identity}",
                "Stuur ons geen kopie van uw paspoort of identiteitskaart: die hebben wij niet"
                " nodig, en wij bewaren die niet.",
                "Wij kunnen verder zodra wij dit van u hebben gehoord.",
                "{pause}",
            ),
        ),
        LetterKind.EXTENSION: Text(
            "Wij hebben meer tijd nodig voor {asked}",
            (
                "Op {received} ontvingen wij {asked} (nummer {number}). Het lukt ons niet om u"
                " binnen een maand te antwoorden. Dat spijt ons.",
                "De reden is: {reden}",
                "U krijgt ons antwoord uiterlijk op {uiterlijk}. De wet geeft ons deze ruimte bij"
                " ingewikkelde verzoeken of wanneer er veel tegelijk zijn (artikel 12 lid 3 AVG).",
                "{complaint}",
            ),
        ),
        LetterKind.ACCESS: Text(
            "De gegevens die wij van u hebben",
            (
                "Op {received} vroeg u ons welke gegevens wij van u hebben (nummer {number}). Ja,"
                " wij hebben gegevens van u. U krijgt daarvan een volledige kopie, met de"
                " documenten zoals u die van ons kreeg.",
                _WAITS,
                "{held}",
                "In het overzicht staat per onderdeel waarvoor wij de gegevens gebruiken en waarom"
                " dat mag, welke soorten gegevens het zijn, van wie wij ze kregen, aan wie wij ze"
                " gaven en hoe lang wij ze bewaren. Ook ziet u wanneer en waarvoor uw gegevens"
                " zijn ingezien.",
                "Aan deze ontvangers hebben wij gegevens van u gegeven:\n{receivers}",
                "Gaan er gegevens naar een land buiten de Europese Economische Ruimte, dan staat"
                " dat bij de ontvanger, met hoe ze daar zijn beschermd. Over u wordt niets besloten"
                " door een computer alleen, en wij maken geen profiel van u.",
                "Gegevens over anderen staan er niet in: ook zij hebben recht op bescherming"
                " (artikel 15 lid 4 AVG). Is daarom in een tekst iets weggelakt, dan ziet u dat in"
                " de kopie, met de reden.",
                _RIGHTS,
                "{complaint}",
            ),
        ),
        LetterKind.PORTABILITY: Text(
            "Uw gegevens om mee te nemen",
            (
                "Op {received} vroeg u ons om de gegevens die u ons gaf, zodat u ze ergens anders"
                " kunt gebruiken (nummer {number}). U krijgt ze hierbij.",
                _WAITS,
                "De gegevens staan in bestanden die andere programma's kunnen lezen (JSON en CSV),"
                " met een beschrijving van wat elk veld betekent. Het gaat om wat u zelf aan ons"
                " gaf en wat uit uw bestellingen volgde. Wat wij alleen voor de wet bewaren, of"
                " zelf hebben uitgerekend, hoort er niet bij (artikel 20 AVG).",
                "Wij houden uw gegevens zelf ook: meenemen is geen wissen. Wilt u dat wij ze"
                " wissen, dan kunt u dat apart vragen.",
                "{complaint}",
            ),
        ),
        LetterKind.NOTHING_HELD: Text(
            "Wij hebben geen gegevens van u",
            (
                "Op {received} ontvingen wij {asked} (nummer {number}). Wij hebben gezocht met de"
                " gegevens die u ons gaf, en niets gevonden. Wij hebben dus geen gegevens van u,"
                " behalve uw verzoek zelf en deze brief.",
                "Bent u misschien onder een andere naam of met een ander adres klant bij ons? Laat"
                " het ons weten, dan zoeken wij opnieuw.",
                "Uw verzoek en ons antwoord bewaren wij vijf jaar, om te kunnen laten zien dat wij"
                " het goed hebben behandeld. Daarna worden ze gewist.",
                "{complaint}",
            ),
        ),
        LetterKind.RECTIFIED: Text(
            "Uw gegevens zijn verbeterd",
            (
                "Op {received} vroeg u ons om uw gegevens te verbeteren of aan te vullen (nummer"
                " {number}). Dat hebben wij gedaan. De nieuwe gegevens gelden vanaf nu.",
                "Dit is veranderd:\n{changes}",
                "Facturen en andere stukken die al zijn verstuurd, blijven zoals ze waren: die"
                " mogen wij volgens de wet niet veranderen (artikel 52 van de Algemene wet inzake"
                " rijksbelastingen). Staat er op een factuur iets dat niet klopt, dan maken wij een"
                " creditnota en een nieuwe factuur.",
                _RECEIVERS,
                "{complaint}",
            ),
        ),
        LetterKind.ERASED: Text(
            "Uw gegevens zijn gewist",
            (
                "Op {received} vroeg u ons om uw gegevens te wissen (nummer {number}). Dat hebben"
                " wij gedaan. Niemand kan ze nog lezen, ook niet in onze reservekopieën.",
                "Dit is gewist:\n{went}",
                "Alleen uw verzoek en deze brief bewaren wij nog vijf jaar, om te kunnen laten"
                " zien dat wij het goed hebben behandeld (artikel 5 lid 2 en artikel 17 lid 3,"
                " onder e, AVG). Daarna verdwijnen ook die.",
                _RECEIVERS,
                "{complaint}",
            ),
        ),
        LetterKind.ERASED_PARTLY: Text(
            "Uw gegevens zijn gewist, op een deel na",
            (
                "Op {received} vroeg u ons om uw gegevens te wissen (nummer {number}). Wat wij"
                " mochten wissen, is gewist. Een deel moeten wij van de wet nog bewaren. Hieronder"
                " leest u wat, waarom, en tot wanneer.",
                "Dit is gewist:\n{went}",
                "Dit bewaren wij nog:\n{stays}",
                "Wat blijft, gebruiken wij nergens anders voor: het ligt achter slot en alleen wie"
                " voor de boekhouding of de belasting werkt, kan het met een reden inzien. Op de"
                " genoemde dag verdwijnt het vanzelf; daarvoor hoeft u niets te doen.",
                "Uw verzoek en deze brief bewaren wij vijf jaar, om te kunnen laten zien dat wij"
                " het goed hebben behandeld (artikel 5 lid 2 en artikel 17 lid 3, onder e, AVG).",
                _RECEIVERS,
                "{complaint}",
            ),
        ),
        LetterKind.RESTRICTED: Text(
            "Wij gebruiken uw gegevens voorlopig niet",
            (
                "Op {received} vroeg u ons om uw gegevens voorlopig niet te gebruiken (nummer"
                " {number}). Dat doen wij. Wij bewaren ze nog, en doen er verder niets mee: u"
                " krijgt geen nieuwsbrief en geen herinnering, en wij geven ze aan niemand.",
                "Betalingen die u doet, boeken wij wel: dat moet van de wet. Ook mogen wij de"
                " gegevens gebruiken om een recht te verdedigen, of als u het ons vraagt (artikel"
                " 18 lid 2 AVG).",
                "Voordat wij uw gegevens weer gaan gebruiken, krijgt u daarvan bericht.",
                _RECEIVERS,
                "{complaint}",
            ),
        ),
        LetterKind.LIFTING: Text(
            "Wij gaan uw gegevens weer gebruiken",
            (
                "Op {received} vroeg u ons om uw gegevens voorlopig niet te gebruiken (nummer"
                " {number}). De reden daarvoor is er niet meer: {reden}",
                "Vanaf een week na deze brief gebruiken wij uw gegevens weer zoals in onze"
                " privacyverklaring staat. Wij moeten u dat van tevoren laten weten (artikel 18"
                " lid 3 AVG).",
                "{complaint}",
            ),
        ),
        LetterKind.OBJECTION_HONOURED: Text(
            "Wij stoppen met het gebruik van uw gegevens",
            (
                "Op {received} maakte u bezwaar tegen het gebruik van uw gegevens (nummer"
                " {number}). Uw bezwaar is terecht: wij gebruiken uw gegevens daar niet meer voor.",
                "Ging uw bezwaar over reclame, dan krijgt u die niet meer van ons. Om dat zo te"
                " houden bewaren wij dat u bezwaar maakte (artikel 21 lid 3 AVG).",
                "Over een bestelling, factuur of betaling kunnen wij u nog wel schrijven.",
                "{complaint}",
            ),
        ),
        LetterKind.OBJECTION_REFUSED: Text(
            "Ons antwoord op uw bezwaar",
            (
                "Op {received} maakte u bezwaar tegen het gebruik van uw gegevens (nummer"
                " {number}). Wij hebben uw belang en het onze tegen elkaar afgewogen. Wij blijven"
                " de gegevens hiervoor gebruiken, om deze reden: {reden}",
                "De wet laat dat toe wanneer er dwingende redenen zijn die zwaarder wegen, of"
                " wanneer het nodig is voor een rechtsvordering (artikel 21 lid 1 AVG). Tegen"
                " reclame kunt u altijd bezwaar maken; dan stoppen wij meteen.",
                "{complaint}",
            ),
        ),
        LetterKind.CONSENT_WITHDRAWN: Text(
            "Uw toestemming is ingetrokken",
            (
                "Op {received} trok u uw toestemming in (nummer {number}). Dat is verwerkt: u"
                " krijgt onze nieuwsbrief niet meer. Wat er vóór die tijd met uw toestemming"
                " gebeurde, blijft rechtmatig (artikel 7 lid 3 AVG).",
                "Wij bewaren dat u toestemming gaf en weer introk, om dat te kunnen laten zien."
                " Over een bestelling, factuur of betaling kunnen wij u nog wel schrijven.",
                "{complaint}",
            ),
        ),
        LetterKind.COMPLAINT_ANSWERED: Text(
            "Ons antwoord op uw klacht",
            (
                "Op {received} ontvingen wij uw klacht (nummer {number}). Dank dat u ons liet"
                " weten wat er niet goed ging.",
                "Dit is ons antwoord: {reden}",
                "{complaint}",
            ),
        ),
        LetterKind.REFUSAL: Text(
            "Ons antwoord op {asked}",
            (
                "Op {received} ontvingen wij {asked} (nummer {number}). Wij kunnen daar niet aan"
                " voldoen. Hieronder leest u waarom.",
                "{ground}",
                "{complaint}",
            ),
        ),
    },
    identity={
        IdentityMethod.EMAIL_CODE: (
            "Deze brief gaat naar het e-mailadres dat in onze administratie staat. Uw code is"
            " {code}. Stuur ons die code, of noem hem aan de telefoon. Meer hebben wij niet nodig.",
        ),
        IdentityMethod.LETTER_CODE: (
            "Deze brief gaat naar het adres dat in onze administratie staat. Uw code is {code}."
            " Stuur ons die code, of noem hem aan de telefoon. Meer hebben wij niet nodig.",
        ),
        IdentityMethod.KNOWS_DOCUMENT: (
            "Wilt u ons het nummer van een bestelling of factuur noemen die u van ons kreeg, met"
            " het bedrag dat erop staat? Meer hebben wij niet nodig.",
        ),
    },
    grounds={
        Ground.UNFOUNDED: (
            "Uw verzoek is kennelijk ongegrond. De wet laat ons dan toe om er niets mee te doen"
            " (artikel 12 lid 5 AVG). Wij vinden dat om deze reden: {reden}",
        ),
        Ground.EXCESSIVE: (
            "Uw verzoek is buitensporig, vooral omdat het zich herhaalt. De wet laat ons dan toe"
            " om er niets mee te doen (artikel 12 lid 5 AVG). Wij vinden dat om deze reden:"
            " {reden}",
        ),
        Ground.NOT_IDENTIFIED: (
            "Wij hebben u gevraagd om te laten zien dat de vraag van uzelf komt, en kunnen dat"
            " niet vaststellen. Dan mogen wij geen gegevens geven, veranderen of wissen: ze kunnen"
            " van een ander zijn (artikel 11 lid 2 en artikel 12 lid 6 AVG). Kunt u het alsnog"
            " laten zien, dan behandelen wij uw verzoek alsnog. {reden}",
        ),
        Ground.LAW_KEEPS: (
            "De wet eist dat wij deze gegevens bewaren: onze administratie moet zeven jaar volledig"
            " blijven (artikel 52 van de Algemene wet inzake rijksbelastingen; artikel 17 lid 3,"
            " onder b, AVG). Wat dit voor uw gegevens betekent: {reden}",
            "Zodra de termijn voorbij is, verdwijnen de gegevens vanzelf.",
        ),
        Ground.CLAIMS: (
            "Wij hebben de gegevens nog nodig voor een zaak tussen u en ons die niet is afgerond"
            " (artikel 17 lid 3, onder e, AVG). Het gaat om: {reden}",
            "Is dat afgerond, dan kunt u het opnieuw vragen.",
        ),
        Ground.COMPELLING: (
            "Wij hebben uw belang en het onze tegen elkaar afgewogen. Er zijn dwingende redenen"
            " die zwaarder wegen (artikel 21 lid 1 AVG): {reden}",
        ),
        Ground.ACCURATE: (
            "Wij hebben het nagekeken, en de gegevens kloppen volgens ons (artikel 16 AVG). Dat"
            " baseren wij hierop: {reden}",
            "Wilt u dat uw verklaring bij de gegevens komt te staan? Laat het ons weten, dan doen"
            " wij dat.",
        ),
        Ground.OTHERS: (
            "Met dit antwoord zouden wij gegevens van anderen prijsgeven, en ook zij hebben recht"
            " op bescherming (artikel 15 lid 4 AVG). Het gaat om: {reden}",
        ),
    },
    complaint=_COMPLAINT,
    no_answer_yet=_NO_ANSWER_YET,
    no_decision=_NO_DECISION,
    pause="Tot dan staat de termijn voor ons antwoord stil (artikel 12 lid 3 en lid 6 AVG).",
    held="– {what}. Waarvoor: {purpose}. Waarom dat mag: {basis}. Soorten gegevens: {categories}."
    " Van wie: {source}. Aan wie: {recipients}. Hoe lang: {kept}.",
    enclosed={
        LetterKind.ACCESS: "Overzicht van uw gegevens, met documenten",
        LetterKind.PORTABILITY: "Uw gegevens als JSON en CSV, met beschrijving",
    },
)
