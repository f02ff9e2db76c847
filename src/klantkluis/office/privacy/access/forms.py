"""What to hand over, in which language and way, and the vault password once more."""

import secrets
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkluis.office.forms.base import Label, OfficeForm
from klantkluis.office.lock.forms import vault_password
from klantkluis.office.setup.words import words
from klantkluis.privacy.access.ageing import AgeKeyError, read_key
from klantkluis.privacy.access.package import PackageKind
from klantkluis.privacy.commands.handing_over import Way

WORDS: Final = 6
"""Six words have 66 bits: ZIP files are guessed at far faster than the vault is."""
BY_WORDS: Final = frozenset({Way.ZIP, Way.AGE})
"""Ways of which the file opens with the six words."""
_SIGNER: Final = Signer(salt="klantkluis.package")

KINDS: Final[list[tuple[str, Label]]] = [
    (PackageKind.ACCESS.value, gettext_lazy("Everything that we hold (access)")),
    (PackageKind.PORTABILITY.value, gettext_lazy("What they gave us, to take along (portability)")),
]
WAYS: Final[list[tuple[str, Label]]] = [
    (Way.ZIP.value, gettext_lazy("As an encrypted file that you send")),
    (Way.AGE.value, gettext_lazy("As an age file, for who knows that program")),
    (Way.PAPER.value, gettext_lazy("On paper: a PDF to print")),
    (Way.SITE.value, gettext_lazy("For pick-up in the shop, after logging in")),
]
LANGUAGES: Final[list[tuple[str, Label]]] = [
    ("nl", gettext_lazy("Dutch")), ("en", gettext_lazy("English")),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be handed over, and how."""

    kind: PackageKind
    language: str
    way: Way
    vault_password: str = field(repr=False)
    passphrase: str = field(repr=False)
    age_key: str = ""
    grant: str = field(default="", repr=False)


def new_passphrase() -> str:
    """Make the words that open a file, signed so that they come back as we made them."""
    return _SIGNER.sign(" ".join(secrets.choice(words()) for _index in range(WORDS)))


def words_in(passphrase: str) -> str:
    """Give the words of a signed passphrase; none when we did not make it."""
    try:
        return _SIGNER.unsign(passphrase)
    except BadSignature:
        return ""


class PackageForm(OfficeForm):
    """How somebody gets their data."""

    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=KINDS, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=LANGUAGES, widget=forms.RadioSelect
    )
    way = forms.ChoiceField(label=gettext_lazy("How"), choices=WAYS, widget=forms.RadioSelect)
    age_key = forms.CharField(
        label=gettext_lazy("Public age key of the person"),
        help_text=gettext_lazy(
            "Only for an age file, and only when the person gave you one (age1…). Without it the"
            " six words open the file."
        ),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    vault_password = vault_password(gettext_lazy("Your vault password, once more"))
    passphrase = forms.CharField(widget=forms.HiddenInput, max_length=300, required=False)
    grant = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)

    def __init__(self, *args: Any, has_account: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vault_password"].required = not self.data.get("grant")
        if not has_account:
            self.offer("way", WAYS[:-1])

    def clean_age_key(self) -> str:
        """See that a key is one to which a file can be encrypted."""
        typed = str(self.cleaned_data["age_key"])
        if typed.upper().startswith("AGE-SECRET-KEY-"):
            raise forms.ValidationError(
                _(
                    "This is a secret key: nobody but the person should have it. Ask for the public"
                    " one, which begins with age1."
                )
            )
        if typed:
            try:
                read_key(typed)
            except AgeKeyError:
                raise forms.ValidationError(
                    _("This is no public age key: it begins with age1 and has 62 signs.")
                ) from None
        return typed

    def clean(self) -> dict[str, Any]:
        """See that a file gets the words that were shown, and a key goes with an age file."""
        said = super().clean() or self.cleaned_data
        way, key = said.get("way"), said.get("age_key")
        if key and way and way != Way.AGE.value:
            self.refuse(_("A key goes with an age file only. Choose that, or leave it empty."),
                        field="age_key")  # fmt: skip
        if way in BY_WORDS and not key and not words_in(said.get("passphrase", "")):
            raise forms.ValidationError(_("Load this page anew: the passphrase has got lost."))
        return said

    def ask_again(self) -> None:
        """Ask for the password after all: what was granted for it is used up, or over."""
        self.fields["vault_password"].required = True
        self.refuse(
            _("Looking through took more than five minutes. Type your vault password once more."),
            field="vault_password",
        )

    @property
    def wants_a_look(self) -> bool:
        """Whether the owner wants to see all texts first, also those that were left as they are."""
        return self.data.get("look") == "1"

    @property
    def wanted(self) -> Wanted:
        """What was chosen."""
        said = self.cleaned_data
        return Wanted(
            PackageKind(said["kind"]), said["language"], Way(said["way"]),
            said["vault_password"], words_in(said["passphrase"]), said["age_key"], said["grant"],
        )  # fmt: skip
