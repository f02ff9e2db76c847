"""The mails about an account. They go out in the request, within the limits of the guard."""

from django.utils.translation import gettext as _

from klantkluis.site import guard
from klantkluis.site.mail import Mail
from klantkluis.site.window import shop


def shop_name() -> str:
    """Give the name of the shop, for the subject of a mail."""
    settings = shop().settings
    return settings.name if settings else ""


def send_registration(email: str, link: str) -> bool:
    """Mail the link that goes on with a registration."""
    text = _(
        "Somebody, we hope you, wants to register at %(shop)s with this e-mail address.\n\n"
        "Go on here, within 24 hours:\n%(link)s\n\n"
        "Was it not you? Then you need not do anything: nothing was kept."
    ) % {"shop": shop_name(), "link": link}
    return _send(email, _("Your registration at %(shop)s"), text)


def send_known(email: str, log_in: str, forgotten: str) -> bool:
    """Tell somebody who wants to register that they have an account."""
    text = _(
        "Somebody, we hope you, wants to register at %(shop)s with this e-mail address. It has an"
        " account already.\n\n"
        "Log in:\n%(log_in)s\n\nForgot your password? Choose a new one:\n%(forgotten)s\n\n"
        "Was it not you? Then you need not do anything: nothing was changed."
    ) % {"shop": shop_name(), "log_in": log_in, "forgotten": forgotten}
    return _send(email, _("Your registration at %(shop)s"), text)


def send_reset(email: str, link: str) -> bool:
    """Mail the link with which a new password is chosen."""
    text = _(
        "Somebody, we hope you, asked for a new password for your account at %(shop)s.\n\n"
        "Choose it here, within an hour:\n%(link)s\n\n"
        "Was it not you? Then you need not do anything: your password stays as it is."
    ) % {"shop": shop_name(), "link": link}
    return _send(email, _("A new password at %(shop)s"), text)


def send_unknown(email: str, register: str) -> bool:
    """Tell somebody who asks for a new password that there is no account with this address."""
    text = _(
        "Somebody, we hope you, asked for a new password at %(shop)s. There is no account with"
        " this e-mail address. Perhaps you registered with another one.\n\n"
        "Register:\n%(register)s\n\n"
        "Was it not you? Then you need not do anything: nothing was kept."
    ) % {"shop": shop_name(), "register": register}
    return _send(email, _("A new password at %(shop)s"), text)


def send_new_email(email: str, link: str) -> bool:
    """Mail the link that confirms a new address, to that address."""
    text = _(
        "You asked to log in at %(shop)s with this e-mail address from now on.\n\n"
        "Confirm it here, within 24 hours:\n%(link)s\n\n"
        "Was it not you? Then you need not do anything: nothing was changed."
    ) % {"shop": shop_name(), "link": link}
    return _send(email, _("Confirm your e-mail address at %(shop)s"), text)


def send_email_asked(email: str) -> bool:
    """Tell the address of now that another one was asked for."""
    text = _(
        "Somebody who knows your password asked to change the e-mail address of your account at"
        " %(shop)s. A link was sent to the new address; until it is used nothing changes.\n\n"
        "Was it not you? Then log in and change your password at once."
    ) % {"shop": shop_name()}
    return _send(email, _("Your e-mail address at %(shop)s"), text)


def send_email_changed(email: str) -> bool:
    """Tell an address, old or new, that the account goes by the new one."""
    text = _(
        "The e-mail address of your account at %(shop)s was changed. From now on you log in with"
        " the new address.\n\n"
        "Was it not you? Then tell us at once by answering this mail."
    ) % {"shop": shop_name()}
    return _send(email, _("Your e-mail address at %(shop)s"), text)


def _send(email: str, subject: str, text: str) -> bool:
    said = subject % {"shop": shop_name()}
    greeting = _("Kind regards,") + f"\n{shop_name()}\n"
    return guard.send(Mail(to=email, subject=said, text=f"{text}\n\n{greeting}"))
