"""The register as files: a table for a spreadsheet, and JSON-LD for other programs."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from klantkluis.core.declared import LegalBasis
from klantkluis.privacy.register import words
from klantkluis.privacy.register.recipients import TO_NAME, Named, Position
from klantkluis.privacy.register.sheets import Kept, Register, Sheet

CONTEXT: Final = {
    "dpv": "https://w3id.org/dpv#",
    "dpv-pd": "https://w3id.org/dpv/pd#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_DPV_BASES: Final = {
    LegalBasis.CONSENT: "eu-gdpr:A6-1-a",
    LegalBasis.CONTRACT: "eu-gdpr:A6-1-b",
    LegalBasis.LEGAL_OBLIGATION: "eu-gdpr:A6-1-c",
    LegalBasis.LEGITIMATE_INTEREST: "eu-gdpr:A6-1-f",
}


def header() -> list[str]:
    """Give the headings of the table, in the order of GDPR art. 30(1)."""
    return [
        _("Activity"), _("Controller"), _("Contact"), _("Purposes"), _("Legal bases"),
        _("People"), _("Categories of data"), _("Recipients"), _("Processors"),
        _("Transfers outside the EEA"), _("Terms"), _("Measures"), _("Sources"),
        _("Why no impact assessment is needed"), _("Since"), _("Last changed"),
    ]  # fmt: skip


def table(register: Register) -> Iterator[list[str]]:
    """Give one row for each sheet, in the language that is active."""
    ours = register.controller
    contact = ", ".join(part for part in (ours.address, ours.email, ours.phone) if part)
    for sheet in register.sheets:
        said = sheet.said
        yield [
            sheet.title, ours.name, contact,
            "; ".join([sheet.purpose, *said["purposes"]]), "; ".join(said["bases"]),
            "; ".join(said["subjects"]), "; ".join(said["categories"]),
            "; ".join(map(in_words, sheet.recipients)), "; ".join(map(in_words, sheet.processors)),
            "; ".join(map(in_words, sheet.transfers)) or _("none"),
            "; ".join(map(term_line, sheet.kept)), "; ".join(said["measures"]),
            "; ".join(said["sources"]), sheet.no_dpia, _day(sheet, "created_at"),
            _day(sheet, "updated_at"),
        ]  # fmt: skip


def in_words(recipient: Named) -> str:
    """Say who a recipient is: its name and kind, where it is if outside the EEA, and under what."""
    if recipient.name:
        parts = [f"{recipient.name} ({recipient.title})"]
    elif recipient.kind in TO_NAME:
        parts = [_("%(kind)s (not named yet)") % {"kind": recipient.title}]
    else:
        parts = [recipient.title]
    if recipient.agreed_on is not None:
        parts.append(_("agreement of %(day)s") % {"day": recipient.agreed_on.isoformat()})
    if recipient.is_outside:
        parts.append(f"{recipient.country}: {recipient.safeguard or _('no safeguard named')}")
    return ", ".join(parts)


def term_line(kept: Kept) -> str:
    """Say one term with its law and the categories that it is about."""
    law = f" ({kept.law})" if kept.law else ""
    return f"{kept.length}{law}: {', '.join(words.label(each) for each in kept.categories)}"


def _day(sheet: Sheet, moment: str) -> str:
    value = getattr(sheet, moment)
    return value.date().isoformat() if value else ""


def json_ld(register: Register, *, base: str = "urn:klantkluis:register") -> bytes:
    """Write the register as JSON-LD in terms of the Data Privacy Vocabulary 2.3."""
    ours = register.controller
    controller = {
        "@id": f"{base}:controller",
        "@type": ["dpv:DataController", "schema:Organization"],
        "schema:name": ours.name,
        "schema:address": ours.address,
        "schema:email": ours.email,
        "schema:telephone": ours.phone,
        "schema:identifier": ours.coc_number,
    }
    whole = {
        "@context": CONTEXT,
        "@id": base,
        "@type": "dpv:ROPA",
        "dct:conformsTo": {"@id": "https://eur-lex.europa.eu/eli/reg/2016/679/oj"},
        "dpv:hasDataController": {key: value for key, value in controller.items() if value},
        "dpv:hasProcess": [_process(sheet, base) for sheet in register.sheets],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def _ids(terms: Sequence[str]) -> list[dict[str, str]]:
    return [{"@id": term} for term in terms]


def _process(sheet: Sheet, base: str) -> dict[str, Any]:
    process: dict[str, Any] = {
        "@id": f"{base}:{sheet.activity}",
        "@type": ["dpv:Process", "dpv:PersonalDataHandling"],
        "dct:title": sheet.title,
        "dct:description": sheet.purpose,
        "dpv:hasDataController": {"@id": f"{base}:controller"},
        "dpv:hasPurpose": _ids(sheet.purposes),
        "dpv:hasLegalBasis": [_basis(*each) for each in sheet.bases],
        "dpv:hasDataSubject": _ids(sheet.subjects),
        "dpv:hasPersonalData": _ids(sheet.categories),
        "dpv:hasRecipient": [_recipient(each) for each in sheet.recipients],
        "dpv:hasDataProcessor": [_recipient(each) for each in sheet.processors],
        "dpv:hasTechnicalMeasure": _ids(
            [each for each in sheet.measures if each != "dpv:PrivacyByDefault"]
        ),
        "dpv:hasOrganisationalMeasure": [
            {"@id": "dpv:PrivacyByDefault"}, *(_deletion(each) for each in sheet.kept)
        ],
        "dpv:hasRight": _ids(words.RIGHTS),
        "dpv:hasAssessment": {
            "@type": "eu-gdpr:DPIANecessityAssessment",
            "dpv:hasStatus": {"@id": "eu-gdpr:DPIANotRequired"},
            "dct:description": sheet.no_dpia,
        },
        "dct:source": sheet.said["sources"],
    }  # fmt: skip
    for name, moment in (("dct:created", "created_at"), ("dct:modified", "updated_at")):
        if _day(sheet, moment):
            process[name] = {"@type": "xsd:date", "@value": _day(sheet, moment)}
    return process


def _basis(basis: LegalBasis, article: str) -> dict[str, Any]:
    return {"@type": _DPV_BASES[basis], "dct:description": article}


def _recipient(each: Named) -> dict[str, Any]:
    kinds = {
        Position.PROCESSOR: ["dpv:DataProcessor"],
        Position.OWN: ["dpv:ThirdParty", "dpv:DataController"],
        Position.AUTHORITY: ["dpv:ThirdParty"],
    }
    found: dict[str, Any] = {
        "@type": [*kinds[each.position], *(["dpv:DataImporter"] if each.is_outside else [])],
        "schema:name": each.name or each.title,
        "dct:description": each.gets,
        "schema:addressCountry": each.country,
    }
    if each.is_outside and each.safeguard:
        found["dpv:hasLegalMeasure"] = {
            "@type": "dpv:SafeguardForDataTransfer", "dct:description": each.safeguard
        }  # fmt: skip
    return found


def _deletion(kept: Kept) -> dict[str, Any]:
    return {
        "@type": "dpv:DataErasurePolicy",
        "dct:description": kept.length,
        "dct:subject": _ids(kept.categories),
        **({"dct:references": kept.law} if kept.law else {}),
    }
