"""Forms of accounts that allauth does not bring."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.models import Membership, Role, User
from common.back_office.forms import HouseModelForm
from common.forms import HouseForm, refuse_bidi_controls


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Put a service's objection beside the fields that it names, else above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, found in error.error_dict.items():
        form.add_error(name if name in form.fields else None, found)


class NewPasswordForm(HouseForm):
    """The password that an invited person chooses; the second factor follows after signing in."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Several words that only you would put together are best."),
    )
    password_again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password_again(self):
        """Both must be the same."""
        again = self.cleaned_data["password_again"]
        if again != self.cleaned_data.get("password"):
            raise ValidationError(_("The two passwords differ."))
        return again

    def save(self, *, token: str):
        """Open the account, or put the service's objection beside the field. Returns None then."""
        try:
            return services.accept_invitation(token=token, password=self.cleaned_data["password"])
        except ValidationError as error:
            add_errors(self, error)
            return None


class FirstAdministratorForm(NewPasswordForm):
    """User name and password of the first administrator."""

    username = forms.CharField(label=_("User name"), max_length=150, validators=[refuse_bidi_controls])
    display_name = forms.CharField(label=_("Name shown"), max_length=150, validators=[refuse_bidi_controls])
    field_order = ["username", "display_name", "password", "password_again"]

    def save(self, *, token: str):
        """Make the account, or put the service's objection beside the field. Returns None then."""
        data = {name: self.cleaned_data[name] for name in ("username", "display_name", "password")}
        try:
            return services.accept_first_administrator(token=token, **data)
        except ValidationError as error:
            add_errors(self, error)
            return None


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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("programme", "institution"):
            model = Membership._meta.get_field(name).related_model
            self.fields[name].queryset = model.objects.filter(archived_at=None)

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
    field_order = ["username", "display_name", "email", "role", "programme", "institution"]

    def save(self, *, actor):
        """The token of the link, or None with the objections in the form."""
        return self._serve(services.invite_user, actor=actor)


class GrantForm(RoleForm):
    """One more role for an account."""

    user = forms.ModelChoiceField(
        User.objects.filter(is_active=True).order_by("username"),
        label=_("Account"),
        to_field_name="public_id",
    )
    field_order = ["user", "role", "programme", "institution"]

    def save(self, *, actor):
        """The membership, or None with the objections in the form."""
        return self._serve(services.grant_membership, actor=actor)


class AccountForm(HouseModelForm):
    """What may change of an account."""

    language = forms.ChoiceField(label=_("language"), choices=[("ar", _("Arabic")), ("en", _("English"))])

    class Meta:
        model = User
        fields = ("display_name", "email", "language", "digits")

    def clean_email(self):
        """One signs in by it: nobody else may have it."""
        email = self.cleaned_data["email"]
        if email and User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another account has this e-mail address."))
        return email
