"""Accounts and roles in the back office: invited, switched off and on, given roles; never their passwords."""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.forms import AccountForm, GrantForm, InviteForm
from accounts.models import Membership, Role, User
from common.admin import HouseAdmin


class RoleFilter(admin.SimpleListFilter):
    """Accounts that hold a role now."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        """The roles."""
        return Role.choices

    def queryset(self, request, queryset):
        """By a membership that has not ended."""
        if self.value() in Role.values:
            held = Membership.objects.current().filter(role=self.value())
            return queryset.filter(pk__in=held.values("user"))
        return queryset


class FormPages(HouseAdmin):
    """Pages whose form is not the model's own, and acts by POST on one row."""

    def form_page(self, request, form, title):
        """A form of ours in the admin's dress."""
        fields = [(None, {"fields": list(form.fields)})]
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "form": form,
            "adminform": AdminForm(form, fields, {}),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/accounts/form_page.html", context)

    def act(self, request, object_id, service, words):
        """Call `service(row)`; say what was done or why not; back to the row."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self.get_object(request, object_id)
        if row is None or not self.has_change_permission(request, row):
            raise Http404
        try:
            service(row)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            messages.success(request, words)
        return redirect(self.address("change"), row.public_id)


@admin.register(User)
class UserAdmin(FormPages):
    """Accounts. Adding one is inviting somebody: no password is ever set or seen here."""

    form = AccountForm
    list_display = ("username", "display_name", "email", "is_active", "standing", "roles_held", "last_login")
    list_filter = ("is_active", RoleFilter)
    search_fields = ("username", "display_name", "email")
    ordering = ("username",)
    fields = (
        "username",
        "display_name",
        "email",
        "language",
        "digits",
        "is_active",
        "standing",
        "last_login",
    )
    readonly_fields = ("username", "is_active", "standing", "last_login")
    change_form_template = "admin/accounts/user_change.html"

    def get_urls(self):
        """Besides the row's own page, its acts."""
        return [
            *super().get_urls(),
            self.route("<uuid:object_id>/invite/", self.renew_view, "renew"),
            self.route("<uuid:object_id>/deactivate/", self.deactivate_view, "deactivate"),
            self.route("<uuid:object_id>/activate/", self.activate_view, "activate"),
        ]

    def get_queryset(self, request):
        """With roles and invitation, read once."""
        held = Membership.objects.current().select_related("programme", "institution")
        return (
            super()
            .get_queryset(request)
            .select_related("invitation")
            .prefetch_related(Prefetch("memberships", held))
        )

    @admin.display(description=_("roles"))
    def roles_held(self, user):
        """Each with where it is held."""
        return " · ".join(_role_words(row) for row in user.memberships.all()) or None

    @admin.display(description=_("invitation link"))
    def standing(self, user):
        """Whether the link waits, ran out, or was used."""
        invitation = getattr(user, "invitation", None)
        if user.has_usable_password() or invitation is None:
            return _("account in use")
        from django.utils import timezone

        return _("link waits") if invitation.expires_at > timezone.now() else _("link ran out")

    def add_view(self, request, form_url="", extra_context=None):
        """Invite: an account without a password, and its link, shown once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = InviteForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and (token := form.save(actor=request.user)):
            user = User.objects.get(username=form.cleaned_data["username"].strip())
            self.log_addition(request, user, "")
            return self._link_page(request, user, token)
        return self.form_page(request, form, _("Invite somebody"))

    def save_model(self, request, obj, form, change):
        """By the service: what may change of an account."""
        names = [
            name for name in ("display_name", "email", "language", "digits") if name in form.cleaned_data
        ]
        services.change_account(
            actor=request.user, user=obj, **{name: form.cleaned_data[name] for name in names}
        )

    def render_change_form(self, request, context, *args, **kwargs):
        """With the roles and what can be done."""
        user = context["original"]
        context["roles"] = [(_role_words(row), row) for row in user.memberships.all()]
        context["can_renew"] = user.is_active and not user.has_usable_password()
        context["own"] = user.pk == request.user.pk
        return super().render_change_form(request, context, *args, **kwargs)

    def renew_view(self, request, object_id):
        """A new link for somebody who has not come in yet."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        user = self.get_object(request, object_id)
        if user is None:
            raise Http404
        try:
            token = services.renew_invitation(actor=request.user, user=user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(self.address("change"), user.public_id)
        return self._link_page(request, user, token)

    def deactivate_view(self, request, object_id):
        """Switch off, and sign out everywhere."""
        return self.act(
            request,
            object_id,
            lambda user: services.deactivate_account(actor=request.user, user=user),
            _("The account is switched off."),
        )

    def activate_view(self, request, object_id):
        """Switch on again."""
        return self.act(
            request,
            object_id,
            lambda user: services.activate_account(actor=request.user, user=user),
            _("The account is switched on."),
        )

    def _link_page(self, request, user, token):
        context = {
            **self.admin_site.each_context(request),
            "title": _("Invitation link"),
            "opts": self.opts,
            "invited": user,
            "link": settings.SITE_URL + reverse("invitation", args=[token]),
        }
        return TemplateResponse(request, "admin/accounts/link.html", context)


@admin.register(Membership)
class MembershipAdmin(FormPages):
    """Who holds which role where. Given and ended; never changed."""

    list_display = ("user", "role", "programme", "institution", "validates", "started_at", "ended_at")
    list_select_related = ("user", "programme", "institution")
    list_filter = ("role", ("ended_at", admin.EmptyFieldListFilter))
    search_fields = ("user__username", "user__display_name")
    ordering = ("-started_at", "-id")
    fields = readonly_fields = list_display
    change_form_template = "admin/accounts/membership_change.html"

    def get_urls(self):
        """Besides: ending one."""
        return [*super().get_urls(), self.route("<uuid:object_id>/end/", self.end_view, "end")]

    def add_view(self, request, form_url="", extra_context=None):
        """Give a role to an account that exists."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = GrantForm(request.POST or None, initial={"user": request.GET.get("user", "")})
        if request.method == "POST" and form.is_valid() and (membership := form.save(actor=request.user)):
            self.log_addition(request, membership, "")
            messages.success(request, _("The role is given, from the next page that this account opens."))
            return redirect("admin:accounts_user_change", membership.user.public_id)
        return self.form_page(request, form, _("Give a role"))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """To be looked at; only ending it is an act."""
        if request.method == "POST":
            raise Http404
        extra = {"show_save": False, "show_save_and_continue": False, "show_save_and_add_another": False}
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def end_view(self, request, object_id):
        """End it."""

        def end(membership):
            try:
                services.end_membership(actor=request.user, membership=membership)
            except PermissionDenied as refusal:
                raise ValidationError(_("Nobody ends a role of his own.")) from refusal

        return self.act(request, object_id, end, _("The role has ended."))


def _role_words(membership) -> str:
    where = membership.programme or membership.institution
    return f"{membership.get_role_display()} ({where})" if where else membership.get_role_display()
