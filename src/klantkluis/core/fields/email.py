"""E-mail addresses, judged by their form only: nothing is asked of the network."""

from email_validator import EmailNotValidError, validate_email

from klantkluis.core.fields.checked import Checked, Code
from klantkluis.core.fields.text import check_text


def check_email(text: str) -> Checked:
    """Normalise an e-mail address: the domain in lower case, the name as it was typed."""
    checked = check_text("email", text.removeprefix("mailto:"))
    if not checked.value or checked.error:
        return checked
    try:
        found = validate_email(checked.value, check_deliverability=False, allow_display_name=True)
    except EmailNotValidError:
        return Checked(checked.value, warning=Code.EMAIL_UNLIKELY)
    return Checked(found.normalized)


def email_key(address: str) -> str:
    """Give the form in which two addresses are compared: all in lower case."""
    return address.strip().casefold()
