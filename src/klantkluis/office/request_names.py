"""What kinds of requests about personal data are called, for every page that names one."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from klantkluis.office.forms.base import Label
from klantkluis.privacy.rules import RequestKind

KINDS: Mapping[RequestKind, Label] = MappingProxyType(
    {
        RequestKind.ACCESS: _("Access to data"),
        RequestKind.PORTABILITY: _("Taking data along"),
        RequestKind.RECTIFICATION: _("Correction of data"),
        RequestKind.ERASURE: _("Erasure of data"),
        RequestKind.RESTRICTION: _("Data not to be used"),
        RequestKind.OBJECTION: _("Objection"),
        RequestKind.WITHDRAWAL: _("Withdrawal of consent"),
        RequestKind.COMPLAINT: _("Complaint"),
    }
)
