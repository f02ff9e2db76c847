"""A file with customers, for whoever may have it. It asks for the vault password once more."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from klantkluis.core.roles import Role
from klantkluis.customers.commands.registering import FIELDS
from klantkluis.customers.queries import customer_files, customer_rows
from klantkluis.foundation.tables.writing import Cell, csv_stream, xlsx_stream
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.forms import LABELS
from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.lock import door
from klantkluis.office.lock.forms import vault_password
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.client import LockedVault, VaultSession
from klantkluis.vault.purposes import Purpose
"""See `export`."""
