"""The kinds of jobs of an import."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from klantkluis.office.imports.models import What
from klantkluis.office.imports.work import bring_in, preview_file, read_file
from klantkluis.office.jobs.kinds import Kind
from klantkluis.vault.purposes import JobKind

_LEASES = {What.CUSTOMERS: JobKind.IMPORT, What.PRODUCTS: JobKind.GOODS}
_IMPORTS = {
    "customers.read": (_("Read a file with customers"), read_file),
    "customers.preview": (_("Preview an import of customers"), preview_file),
    "customers.import": (_("Import customers"), bring_in),
    "products.read": (_("Read a file with products"), read_file),
    "products.preview": (_("Preview an import of products"), preview_file),
    "products.import": (_("Import products"), bring_in),
}
KINDS: Mapping[str, Kind] = {
    name: Kind(
        title,
        work,
        _LEASES[What(name.partition(".")[0])],
        after=("imports:imports", _("To the imports")),
    )
    for name, (title, work) in _IMPORTS.items()
}
