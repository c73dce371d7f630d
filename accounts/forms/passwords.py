"""The new password behind a link that came by mail."""

from allauth.account.forms import ResetPasswordKeyForm
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts import services


class NewPasswordFromMailForm(ResetPasswordKeyForm):
    """allauth's form, saved by our service: sessions end, the record tells, the second factor stays."""

    def clean(self):
        """Refuses where nobody would be asked for a second factor afterwards."""
        data = super().clean()
        if self.user is None or not services.can_choose_password(self.user):
            raise ValidationError(_("This link does not work any more. Please ask the programme office."))
        return data

    def save(self):
        """The password, by the service. Whoever used the link a moment earlier has won: the page says that it is over."""
        try:
            services.reset_password(user=self.user, password=self.cleaned_data["password1"])
        except services.InvitationRefused as refused:
            raise ImmediateHttpResponse(redirect(context.request.path)) from refused
