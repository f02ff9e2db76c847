"""The recovery sheet of the vault on paper: for printing and locking away, never for keeping."""

from dataclasses import dataclass
from typing import Final

from klantkluis.foundation.paper import composing, formatting
from klantkluis.foundation.paper.documents import RecoverySheetPaper
from klantkluis.foundation.paper.figures import qr_as_svg
from klantkluis.foundation.paper.press import View
from klantkluis.foundation.paper.values import Branding, Language, Seller


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    heading: str
    subtitle: str
    introduction: str
    how: str
    steps: tuple[str, ...]
    warnings: tuple[str, ...]
    qr_alt: str


_WORDS: Final = {
    Language.DUTCH: _Words(
        heading="Herstelblad van de kluis",
        subtitle="Blad {sheet} van {sheets} · gemaakt op {day}",
        introduction=(
            "Met deze code gaat de kluis open als niemand het wachtwoord van de kluis meer weet, "
            "of als de computer van het kantoor verloren is en u een back-up terugzet. "
            "Wie deze code heeft, kan alle gegevens van uw klanten lezen."
        ),
        how="Zo gebruikt u dit blad",
        steps=(
            "Start Klantkluis en kies bij het ontgrendelen voor ‘Herstelblad gebruiken’.",
            "Typ de vier regels over, of scan de code hiernaast.",
            "Kies een nieuw wachtwoord voor de kluis en druk nieuwe herstelbladen af.",
        ),
        warnings=(
            "Bewaar elk blad op een andere plaats achter slot, bijvoorbeeld in een kluis.",
            "Maak er geen foto of kopie van en bewaar dit bestand niet: de code leeft op papier.",
        ),
        qr_alt="QR-code met dezelfde herstelcode als de vier regels hierboven",
    ),
    Language.ENGLISH: _Words(
        heading="Recovery sheet of the vault",
        subtitle="Sheet {sheet} of {sheets} · made on {day}",
        introduction=(
            "This code opens the vault when nobody knows its password any more, or when the "
            "office computer is lost and you restore a backup. "
            "Whoever has this code can read all data of your customers."
        ),
        how="How to use this sheet",
        steps=(
            "Start Klantkluis and choose ‘Use a recovery sheet’ where you unlock the vault.",
            "Type the four lines, or scan the code on the left.",
            "Choose a new password for the vault and print new recovery sheets.",
        ),
        warnings=(
            "Keep each sheet under lock in another place, for example in a safe.",
            "Take no picture or copy and do not keep this file: the code belongs on paper only.",
        ),
        qr_alt="QR code with the same recovery code as the four lines above",
    ),
}


def compose_recovery_sheet(paper: RecoverySheetPaper, branding: Branding) -> View:
    """Compose the view of a recovery sheet. The QR code holds the four lines without breaks."""
    words, language = _WORDS[paper.language], paper.language
    view = composing.page(
        language=language,
        seller=Seller(name=paper.business, address=()),
        branding=branding,
        heading=words.heading,
        number="",
    )
    day = formatting.long_date(paper.made_on, language)
    return view | {
        "subtitle": words.subtitle.format(sheet=paper.sheet, sheets=paper.sheets, day=day),
        "introduction": [words.introduction],
        "code": list(paper.code),
        "qr": qr_as_svg("".join(paper.code)),
        "qr-alt": words.qr_alt,
        "how": words.how,
        "steps": list(words.steps),
        "warnings": list(words.warnings),
    }
