"""Accounts and roles for those who keep them: a manager in his programmes, an administrator everywhere."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, ListView, TemplateView, View

from accounts import services
from accounts.forms import EngageForm, GrantHereForm, InviteForm
from accounts.models import Membership, User
from accounts.views.account_rows import AccountRow, RoleRow, roles_shown_to
from accounts.views.slips import slip
from common.access import AccessMixin


class TeamList(AccessMixin, ListView):
    """Whoever has a role where the reader keeps or checks accounts; what he holds elsewhere is not told."""

    permission = "accounts.view_account"
    template_name = "accounts/team.html"
    paginate_by = 50

    def get_queryset(self):
        """With roles, link and second factor, read once for all rows."""
        user = self.request.user
        roles = roles_shown_to(user).select_related("programme", "institution").order_by("pk")
        rows = User.objects.visible_to(user).with_second_factor().select_related("invitation")
        rows = rows.prefetch_related(Prefetch("memberships", roles, to_attr="roles_shown"))
        return rows.order_by("-is_active", "username")

    def get_context_data(self, **kwargs):
        """Rows, and whether he may invite."""
        context = super().get_context_data(**kwargs)
        user = self.request.user
        return context | {
            "rows": [AccountRow(account, account.roles_shown) for account in context["object_list"]],
            "can_invite": user.has_perm("accounts.keep_accounts"),
        }


class Invite(AccessMixin, FormView):
    """An account without a password and its link, shown once on a slip."""

    permission = "accounts.keep_accounts"
    template_name = "accounts/team_invite.html"
    form_class = InviteForm
    http_method_names = ["get", "post", "head", "options"]

    def get_form_kwargs(self):
        """What is offered is what he may give."""
        return super().get_form_kwargs() | {"actor": self.request.user}

    def get_context_data(self, **kwargs):
        """Whether a representative can be invited here, or by whom."""
        everywhere = self.request.user.has_perm("accounts.change_user")
        return super().get_context_data(everywhere=everywhere, **kwargs)

    def form_valid(self, form):
        """The slip, or the service's objections beside what was typed."""
        token = form.save(actor=self.request.user)
        return slip(self.request, token) if token else self.form_invalid(form)


class OneAccount(AccessMixin):
    """An account that the reader sees, with all its roles; else 404 as for an absent one."""

    def get_permission_subject(self):
        """The account."""
        current = Membership.objects.current().select_related("programme", "institution").order_by("pk")
        rows = User.objects.visible_to(self.request.user).with_second_factor().select_related("invitation")
        rows = rows.prefetch_related(Prefetch("memberships", current))
        self.account = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        return self.account


class AccountPage(OneAccount, TemplateView):
    """One account: its roles, and what the reader can do with it."""

    permission = "accounts.view_account"
    template_name = "accounts/team_account.html"

    def get_context_data(self, **kwargs):
        """Roles that the reader may know of, each with its acts."""
        user, account = self.request.user, self.account
        shown = set(roles_shown_to(user).filter(user=account).values_list("pk", flat=True))
        roles = [row for row in account.memberships.all() if row.pk in shown]
        return super().get_context_data(
            row=AccountRow(account, roles),
            roles=[RoleRow(row, user) for row in roles],
            own=account.pk == user.pk,
            can_grant=account.pk != user.pk and user.has_perm("accounts.keep_accounts"),
            can_keep=user.has_perm("accounts.keep_account", account),
            can_reset=user.has_perm("accounts.reset_factor", account),
            **kwargs,
        )


class MakeLink(OneAccount, View):
    """A link of one use, shown once: a new invitation for an account that is not open yet, or to a new password."""

    permission = "accounts.keep_account"
    http_method_names = ["post"]
    MAKERS = {"invitation": services.renew_invitation, "password": services.make_password_link}

    def post(self, request, *args, **kwargs):
        """The slip; or back with the reason why not."""
        make = self.MAKERS.get(request.POST.get("kind", ""))
        if make is None:
            return redirect("team_account", self.account.public_id)
        try:
            token = make(actor=request.user, user=self.account)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("team_account", self.account.public_id)
        return slip(request, token)


class Grant(OneAccount, FormView):
    """One more role for an account that the reader sees."""

    permission = "accounts.keep_accounts"
    template_name = "accounts/team_grant.html"
    form_class = GrantHereForm
    http_method_names = ["get", "post", "head", "options"]

    def get_form_kwargs(self):
        """What is offered is what he may give."""
        return super().get_form_kwargs() | {"actor": self.request.user}

    def get_context_data(self, **kwargs):
        """To whom."""
        return super().get_context_data(account=self.account, **kwargs)

    def form_valid(self, form):
        """Given, from the account's next request on."""
        if form.save(actor=self.request.user, user=self.account) is None:
            return self.form_invalid(form)
        messages.success(self.request, _("The role is given, from the next page that this account opens."))
        return redirect("team_account", self.account.public_id)


class ActOnAccount(OneAccount, View):
    """One act by POST; back to the account with what was done or why not."""

    permission = "accounts.keep_account"
    http_method_names = ["post"]
    done = ""

    def post(self, request, *args, **kwargs):
        """Do it."""
        try:
            self.act(request)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, self.done)
        return redirect("team_account", self.account.public_id)


class Deactivate(ActOnAccount):
    """Out at once, everywhere."""

    done = gettext_lazy("The account is switched off.")

    def act(self, request):
        """By the service."""
        services.deactivate_account(actor=request.user, user=self.account)


class Activate(ActOnAccount):
    """With the roles that it had."""

    done = gettext_lazy("The account is switched on.")

    def act(self, request):
        """By the service."""
        services.activate_account(actor=request.user, user=self.account)


class ActOnRole(ActOnAccount):
    """One act on one role that the reader sees."""

    def get_permission_subject(self):
        """The role; `permission` is asked about it."""
        rows = roles_shown_to(self.request.user).select_related("programme", "user")
        self.membership = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        self.account = self.membership.user
        return self.membership


class EndRole(ActOnRole):
    """Gone with the next request of that account."""

    permission = "accounts.grant_role"
    done = gettext_lazy("The role has ended.")

    def act(self, request):
        """By the service."""
        services.end_membership(actor=request.user, membership=self.membership)


class SecondKey(ActOnRole):
    """Named, or named no more."""

    permission = "accounts.name_second_key"
    done = gettext_lazy("Saved.")

    def act(self, request):
        """By the service; which of the two, the button says."""
        named = request.POST.get("named") == "1"
        services.name_second_key(actor=request.user, membership=self.membership, named=named)


class Validator(ActOnRole):
    """Of the institution's validating authority, or no more."""

    permission = "accounts.name_validator"
    done = gettext_lazy("Saved.")

    def act(self, request):
        """By the service; which of the two, the button says."""
        named = request.POST.get("named") == "1"
        services.name_validator(actor=request.user, membership=self.membership, named=named)


class Engage(ActOnRole):
    """Engaged from one day to another to audit the programme's finances, or no more."""

    permission = "accounts.engage_auditor"
    done = gettext_lazy("Saved.")

    def act(self, request):
        """By the service; the button says whether it ends."""
        form = EngageForm(request.POST)
        if request.POST.get("end") == "1":
            services.engage_auditor(actor=request.user, membership=self.membership)
        elif form.is_valid():
            services.engage_auditor(actor=request.user, membership=self.membership, **form.cleaned_data)
        else:
            raise ValidationError(_("Please give the first and the last day of the engagement."))
