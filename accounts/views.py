"""Pages of accounts that allauth does not bring."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts import services
from accounts.forms import FirstAdministratorForm


class FirstAdministratorView(FormView):
    """The one-time link printed by `manage.py first_administrator`. Needs no sign-in; unknown links are 404."""

    template_name = "accounts/first_administrator.html"
    form_class = FirstAdministratorForm

    def dispatch(self, request, *args, token, **kwargs):
        """Refuse before showing anything."""
        self.token = token
        try:
            services.find_first_administrator_invitation(token)
        except services.InvitationRefused as refusal:
            raise Http404 from refusal
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        """Make the account and lead to the sign-in."""
        if form.save(token=self.token) is None:
            return self.form_invalid(form)
        messages.success(self.request, _("The administrator's account is ready. Please sign in."))
        return redirect("account_login")
