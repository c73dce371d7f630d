"""Narrowing the audit record and the list of refusals. No filter tells of an account or a programme that the reader does not read."""

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Refusal, User
from common.models import AuditEntry
from forums.models import Programme
from reports.auditing.acts import GROUPS, object_kinds


class PublicIdFilter(filters.ModelChoiceFilter):
    """Rows that hold the public id of the chosen one, without a key to it."""

    def filter(self, qs, value):
        """By the id."""
        return qs.filter(**{self.field_name: value.public_id}) if value else qs


def known_accounts(request):
    """Accounts that the reader reads anyway."""
    return User.objects.visible_to(request.user).order_by("display_name", "username")


class Small:
    """Fields of a filter: small, and remembered by no browser."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.form.fields.values():
            small = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs |= {"class": small, "autocomplete": "off"}


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class RecordFilter(Small, filters.FilterSet):
    """Period, kind of act, kind of object; account and programme where the reader reads more than his own acts."""

    since = filters.DateFilter(label=_("From"), field_name="at", lookup_expr="date__gte", widget=DayInput)
    until = filters.DateFilter(label=_("Until"), field_name="at", lookup_expr="date__lte", widget=DayInput)
    act = filters.ChoiceFilter(
        label=_("Kind of act"),
        choices=[(key, name) for key, (name, _acts) in GROUPS.items()],
        method="by_act",
    )
    about = filters.ChoiceFilter(label=_("About"), field_name="subject_type", choices=object_kinds)
    account = PublicIdFilter(
        label=_("Account"), field_name="actor", to_field_name="public_id", queryset=known_accounts
    )
    programme = PublicIdFilter(
        label=_("Programme"),
        to_field_name="public_id",
        queryset=lambda request: Programme.objects.with_right(request.user, "audit record", "r"),
        empty_label=_("All programmes"),
    )

    class Meta:
        model = AuditEntry
        fields = ["since", "until", "act", "about", "account", "programme"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.request.user.has_perm("reports.export_record"):
            for name in ("account", "programme"):
                del self.filters[name]
                del self.form.fields[name]

    def by_act(self, queryset, name, value):
        """All acts of a group."""
        return queryset.filter(action__in=list(GROUPS[value][1]))


class RefusalFilter(Small, filters.FilterSet):
    """Period and account."""

    since = filters.DateFilter(label=_("From"), field_name="at", lookup_expr="date__gte", widget=DayInput)
    until = filters.DateFilter(label=_("Until"), field_name="at", lookup_expr="date__lte", widget=DayInput)
    account = PublicIdFilter(label=_("Account"), to_field_name="public_id", queryset=known_accounts)

    class Meta:
        model = Refusal
        fields = ["since", "until", "account"]
