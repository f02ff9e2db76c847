"""Owners decide who has a part in the vault. Each act asks for the vault password again."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from klantkluis.core.roles import Role
from klantkluis.office.access.models import Staff
from klantkluis.office.access.permissions import allow
from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.lock import door
from klantkluis.office.lock.forms import vault_password
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.staff import Member, StaffVault


@dataclass(frozen=True, slots=True)
class Line:
    """A colleague beside what the vault knows of them."""

    staff: Staff
    member: Member | None

    @property
    def roles_differ(self) -> bool:
        """Whether the vault still holds other roles than the account has."""
        return self.member is not None and {str(role) for role in self.member.roles} != {
            str(role) for role in self.staff.roles
        }


class MemberForm(OfficeForm):
    """What to do with a member, and the vault password once more."""

    ACTS = [
        ("enrol", gettext_lazy("Give a one-time code for a vault password")),
        ("set_roles", gettext_lazy("Give the roles of the account")),
        ("remove_staff", gettext_lazy("Take the part in the vault away, and wrap all keys anew")),
    ]
    act = forms.ChoiceField(
        label=gettext_lazy("What to do"), choices=ACTS, widget=forms.RadioSelect
    )
    vault_password = vault_password(gettext_lazy("Your own vault password, once more"))


@allow(Role.OWNER)
@require_safe
def members(request: OfficeRequest) -> HttpResponse:
    """List colleagues with their part in the vault."""
    known = {member.staff: member for member in door.open_session_of(request).staff()}
    everybody = Staff.objects.prefetch_related("role_rows").order_by("-is_active", "display_name")
    lines = [Line(staff, known.get(str(staff.uid))) for staff in everybody]
    return render(request, "office/lock/members.html", {"lines": lines})


@allow(Role.OWNER)
@sensitive_post_parameters("vault_password")
@require_http_methods(["GET", "POST"])
def member(request: OfficeRequest, staff_id: UUID) -> HttpResponse:
    """Give a colleague a part in the vault, other roles in it, or none."""
    staff = get_object_or_404(Staff.objects.prefetch_related("role_rows"), uid=staff_id)
    form = MemberForm(request.POST or None, initial={"act": request.GET.get("act", "enrol")})
    if form.is_valid():
        with form.refusals():
            code = _carry_out(door.open_session_of(request), staff, **form.cleaned_data)
            if code:
                context = {"colleague": staff, "code": code}
                return render(request, "office/lock/code.html", context)
            messages.success(request, _("Done. The vault knows it from now on."))
            return redirect("vault:members")
    return render(request, "office/lock/member.html", {"form": form, "colleague": staff})


def _carry_out(session: StaffVault, staff: Staff, *, act: str, vault_password: str) -> str:
    """Do it; give the one-time code when there is one."""
    grant = session.confirm(act, vault_password)
    name, roles = str(staff.uid), [Role(role) for role in staff.roles]
    if act == "enrol":
        return session.enrol(name, roles, grant=grant)
    if act == "set_roles":
        session.set_roles(name, roles, grant=grant)
    else:
        session.remove_staff(name, grant=grant)
    return ""
