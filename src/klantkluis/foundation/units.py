"""Units in which things are sold: codes of UN/ECE Recommendation 20 and 21."""

UNITS: dict[str, tuple[str, str]] = {
    "C62": ("stuk", "piece"),
    "HUR": ("uur", "hour"),
    "DAY": ("dag", "day"),
    "KGM": ("kg", "kg"),
    "GRM": ("g", "g"),
    "LTR": ("liter", "litre"),
    "MTR": ("m", "m"),
    "MTK": ("m²", "m²"),
    "XPK": ("pak", "pack"),
    "XBX": ("doos", "box"),
    "PR": ("paar", "pair"),
    "SET": ("set", "set"),
}
"""Code to Dutch and English name."""


def unit_name(code: str, language: str) -> str:
    """Give a unit in words; a code that we do not know as it is."""
    names = UNITS.get(code)
    if names is None:
        return code
    return names[1] if language == "en" else names[0]
