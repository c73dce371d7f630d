"""One's own account: how pages look, second factor, and where one is signed in."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.core import signing
from django.db.models import Count
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.generic import FormView, View

from accounts import services
from accounts.forms import PreferencesForm
from accounts.preferences import set_language_cookie
from accounts.templatetags.accounts_words import SESSION_SALT
from accounts.views.account_rows import RoleRow
from common.access import AccessMixin


class MyAccount(AccessMixin, FormView):
    """What is known of the reader's account, and what he may choose himself."""

    permission = "accounts.view_home"
    template_name = "accounts/my_account.html"
    form_class = PreferencesForm
    http_method_names = ["get", "post", "head", "options"]

    def get_initial(self):
        """As it is now."""
        user = self.request.user
        return {"language": user.language or "ar", "digits": user.digits}

    def get_context_data(self, **kwargs):
        """Roles, factors by kind, and the number of sessions."""
        user = self.request.user
        held = user.memberships.current().select_related("programme", "institution").order_by("pk")
        factors = user.authenticator_set.values("type").annotate(count=Count("pk")).order_by()
        return super().get_context_data(
            roles=[RoleRow(row, user) for row in held],
            factors={row["type"]: row["count"] for row in factors},
            sessions=UserSession.objects.filter(user=user).count(),
            acts_url=reverse("audit") if user.has_perm("reports.view_record") else "",
            **kwargs,
        )

    def form_valid(self, form):
        """Saved; the page that comes next is in the chosen language already."""
        user = form.save(actor=self.request.user)
        with override(user.language):
            messages.success(self.request, _("Saved."))
        response = redirect("my_account")
        set_language_cookie(response, user.language)
        return response


class EndSession(AccessMixin, View):
    """Sign out one other browser; the form holds a signed number, never the session's key."""

    permission = "accounts.view_home"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Of one's own sessions only; the one in use is ended by signing out."""
        try:
            pk = signing.loads(request.POST.get("session", ""), salt=SESSION_SALT)
        except signing.BadSignature:
            return redirect("usersessions_list")
        session = UserSession.objects.filter(pk=pk, user=request.user).first()
        if session is not None and session.session_key != request.session.session_key:
            services.end_own_session(actor=request.user, session=session)
            messages.success(request, _("That browser is signed out."))
        return redirect("usersessions_list")
