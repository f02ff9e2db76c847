"""What a note on a file means, in a sentence for a human."""

from django.utils.translation import gettext as _

from klantkluis.foundation.tables.table import Note


def sentence(note: Note, detail: str) -> str:
    """Say what was mended or guessed while a file was read."""
    said = {
        Note.ENCODING_GUESSED: _(
            "The file does not say how it is encoded; it was read as %(detail)s. "
            "Check letters with accents."
        ),
        Note.HEADER_LOWER: _("The names of the columns stand on line %(detail)s."),
        Note.HEADER_MISSING: _(
            "The file has no row with names of columns; choose them by hand, please."
        ),
        Note.COLUMN_TWICE: _("The column “%(detail)s” stands in the file more than once."),
        Note.COLUMN_NAMELESS: _("Column %(detail)s has no name."),
        Note.QUOTES_MENDED: _("Stray quotation marks were mended; check the rows with texts."),
        Note.OTHER_SHEETS: _("Other sheets of the workbook were not read: %(detail)s."),
        Note.CARD_CUT_OFF: _("Card %(detail)s breaks off before its end."),
    }[note]
    return said % {"detail": detail}
