"""Inviting and giving roles."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.forms.errors import add_errors
from accounts.models import PROGRAMME_ROLES, Membership, Role, User
from accounts.rights import administers, programmes_where
from common.forms import HouseForm, refuse_bidi_controls
from common.written_dates import WrittenDateField


class RoleForm(HouseForm):
    """A role and where it is held."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", "—"), *Role.choices])
    programme = forms.ModelChoiceField(
        None,
        label=_("Programme"),
        required=False,
        to_field_name="public_id",
        help_text=_("For managers, staff, donors and auditors."),
    )
    institution = forms.ModelChoiceField(
        None,
        label=_("Institution"),
        required=False,
        to_field_name="public_id",
        help_text=_("For an institution's representative."),
    )
    validates = forms.BooleanField(
        label=_("Validating authority"),
        required=False,
        help_text=_(
            "For an institution's representative: where an institution has such an account, it alone sends, confirms "
            "and withdraws the institution's answers; its other accounts draft them."
        ),
    )

    def __init__(self, *args, actor=None, **kwargs):
        """`actor` narrows what is offered to what he may give; the service decides."""
        super().__init__(*args, **kwargs)
        for name in ("programme", "institution"):
            model = Membership._meta.get_field(name).related_model
            self.fields[name].queryset = model.objects.filter(archived_at=None)
        if actor is not None and not administers(actor, "accounts", "w"):
            offered = [(role.value, role.label) for role in PROGRAMME_ROLES]
            self.fields["role"].choices = [("", "—"), *offered]
            self.fields["programme"].queryset = self.fields["programme"].queryset.filter(
                pk__in=programmes_where(actor, "accounts", "w")
            )
            self.fields["programme"].help_text = ""
            del self.fields["institution"], self.fields["validates"]

    def _serve(self, service, **fields):
        """What the service answers, or None with its objection in the form."""
        try:
            return service(**fields, **{name: self.cleaned_data[name] for name in self.fields})
        except ValidationError as error:
            add_errors(self, error)
        except PermissionDenied:
            self.add_error(None, _("You cannot give this role, and nobody gives himself one."))
        return None


class InviteForm(RoleForm):
    """Whom to invite. The invited person chooses the password."""

    username = forms.CharField(label=_("User name"), max_length=150, validators=[refuse_bidi_controls])
    display_name = forms.CharField(label=_("Name shown"), max_length=150, validators=[refuse_bidi_controls])
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("ar", "العربية"), ("en", "English")], initial="ar", required=False
    )
    field_order = [
        *("username", "display_name", "email", "language"),
        *("role", "programme", "institution", "validates"),
    ]

    def clean_language(self):
        """Arabic unless told."""
        return self.cleaned_data["language"] or "ar"

    def save(self, *, actor):
        """The token of the link, or None with the objections in the form."""
        return self._serve(services.invite_user, actor=actor)


class GrantHereForm(RoleForm):
    """One more role for the account whose page is open."""

    def save(self, *, actor, user):
        """The membership, or None with the objections in the form."""
        return self._serve(services.grant_membership, actor=actor, user=user)


class GrantForm(RoleForm):
    """One more role for an account."""

    user = forms.ModelChoiceField(
        User.objects.filter(is_active=True).order_by("username"),
        label=_("Account"),
        to_field_name="public_id",
    )
    field_order = ["user", "role", "programme", "institution", "validates"]

    def save(self, *, actor):
        """The membership, or None with the objections in the form."""
        return self._serve(services.grant_membership, actor=actor)


class EngageForm(HouseForm):
    """First and last day on which an auditor audits the finances, typed as people write days."""

    begins = WrittenDateField(label=_("First day"))
    ends = WrittenDateField(label=_("Last day"))

    def clean(self):
        """The days themselves."""
        return {name: parsed.date for name, parsed in super().clean().items()}
