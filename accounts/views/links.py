"""Pages behind links of one use: they open an account, once, without signing in."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from accounts import services
from accounts.forms import FirstAdministratorForm, NewPasswordForm


class LinkView(FormView):
    """A page behind a link of one use. Needs no sign-in; unknown, used and old links are 404 alike."""

    done = ""

    def find(self, token):
        """The invitation behind the token. Raises InvitationRefused."""
        raise NotImplementedError

    def dispatch(self, request, *args, token, **kwargs):
        """Refuse before showing anything."""
        self.token = token
        try:
            self.invitation = self.find(token)
        except services.InvitationRefused as refusal:
            raise Http404 from refusal
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """Whose account it opens, where it has one, and what for."""
        return super().get_context_data(invited=self.invitation.user, kind=self.invitation.kind, **kwargs)

    def form_valid(self, form):
        """Open the account and lead to the sign-in. Whoever used the link a moment earlier has won."""
        try:
            if form.save(token=self.token) is None:
                return self.form_invalid(form)
        except services.InvitationRefused as refusal:
            raise Http404 from refusal
        messages.success(self.request, self.done)
        return redirect("account_login")


class FirstAdministratorView(LinkView):
    """The one-time link printed by `manage.py first_administrator`."""

    template_name = "accounts/first_administrator.html"
    form_class = FirstAdministratorForm
    done = _("The administrator's account is ready. Please sign in.")

    def find(self, token):
        """Usable only while there is no administrator."""
        return services.find_first_administrator_invitation(token)


class InvitationView(LinkView):
    """The link that an administrator hands over: it opens one account, once, within 72 hours."""

    template_name = "accounts/invitation.html"
    form_class = NewPasswordForm
    done = _("The password is set. Please sign in.")

    def find(self, token):
        """Bound to its account."""
        return services.find_invitation(token)
