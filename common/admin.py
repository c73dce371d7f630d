"""The back office: Django's admin, in the manner of the house.

Addresses carry public ids; whoever may not be here gets the 404 of an address that does not exist; rows that hold
people or words are read-only and narrowed by `visible_to`; rows that the office keeps are written by services.
"""

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from common.back_office.forms import HouseModelForm
from common.versions import StaleVersion


class BackOffice(admin.AdminSite):
    """Open to administrators. Signing in, passwords and second factors are the portal's own pages."""

    site_header = _("Back office")
    site_title = _("Muntada")
    index_title = _("Back office")
    enable_nav_sidebar = False
    empty_value_display = "–"

    def get_urls(self):
        """The index, one page an app, the pages of the models; no sign-in, shortcut or catch-all of its own."""
        urls = [
            path("", self.admin_view(self.index), name="index"),
            path("jsi18n/", self.admin_view(self.i18n_javascript, cacheable=True), name="jsi18n"),
        ]
        for model, model_admin in self._registry.items():
            prefix = f"{model._meta.app_label}/{model._meta.model_name}/"
            urls.append(path(prefix, include(model_admin.urls)))
        urls.append(path("<slug:app_label>/", self.admin_view(self.app_index), name="app_list"))
        return urls

    def admin_view(self, view, cacheable=False):
        """Sign-in first, then the role, then the method; a refusal inside is a 404 like any other."""

        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise Http404
            if request.method not in ("GET", "HEAD", "POST"):
                return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
            try:
                return view(request, *args, **kwargs)
            except PermissionDenied as refusal:
                raise Http404 from refusal

        return csrf_protect(guarded if cacheable else never_cache(guarded))


class PublicChangeList(ChangeList):
    """A list whose rows lead to addresses with public ids."""

    def url_for_result(self, result):
        """The page of one row."""
        return reverse(self.model_admin.address("change"), args=[result.public_id])


class HouseAdmin(admin.ModelAdmin):
    """A model of ours: public ids in addresses, no deleting, a log that holds model and public id alone."""

    form = HouseModelForm
    actions: tuple[str, ...] | None = None
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    #: whether rows have a page of their own
    opens_rows = True

    def address(self, action: str) -> str:
        """Name of one of this model's addresses."""
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{action}"

    def route(self, route, view, action):
        """One address of this model, guarded."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_{action}"
        return path(route, self.admin_site.admin_view(view), name=name)

    def get_urls(self):
        """The list; then adding and one row where this model has them."""
        urls = [self.route("", self.changelist_view, "changelist")]
        if self.has_add_page:
            urls.append(self.route("add/", self.add_view, "add"))
        if self.opens_rows:
            urls.append(self.route("<uuid:object_id>/change/", self.change_view, "change"))
        return urls

    #: whether rows are added here
    has_add_page = True

    def changelist_view(self, request, extra_context=None):
        """Headed by what it lists."""
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_changelist(self, request, **kwargs):
        """Rows by public id."""
        return PublicChangeList

    def get_object(self, request, object_id, from_field=None):
        """One row among those that the reader sees; None for any other."""
        return self.get_queryset(request).filter(public_id=object_id).first()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The page of one row. Who was overtaken by another is told so, and nothing is overwritten."""
        try:
            return super().change_view(request, str(object_id), form_url, extra_context)
        except StaleVersion:
            messages.error(
                request, _("Somebody else saved this row meanwhile. Please look and enter it again.")
            )
            return redirect(request.path)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the buttons beside a choice: they open windows with addresses by primary key."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def has_delete_permission(self, request, obj=None):
        """Nothing is deleted by a page; what is out of use is archived."""
        return False

    def response_add(self, request, obj, post_url_continue=None):
        """Back to the list, or on as the button says."""
        return self._after(request, obj, _("Added."))

    def response_change(self, request, obj):
        """Back to the list, or on as the button says."""
        return self._after(request, obj, _("Saved."))

    def _after(self, request, obj, words):
        messages.success(request, words)
        if "_continue" in request.POST:
            return redirect(self.address("change"), obj.public_id)
        return redirect(self.address("add" if "_addanother" in request.POST else "changelist"))

    def log_addition(self, request, obj, message):
        """That something was added: model and public id."""
        return self._log(request, obj, ADDITION)

    def log_change(self, request, obj, message):
        """That something was changed: model and public id, no field names and no words."""
        return self._log(request, obj, CHANGE)

    def _log(self, request, obj, flag):
        return LogEntry.objects.create(
            user=request.user,
            content_type=ContentType.objects.get_for_model(obj),
            object_id=str(obj.public_id),
            object_repr=str(obj.public_id),
            action_flag=flag,
        )


class ReadOnlyAdmin(HouseAdmin):
    """What holds people or words, or what machines wrote: to be looked at, by who may.

    `permission` is asked for the list; `scope(user)` gives the rows that this reader sees.
    """

    has_add_page = False
    permission = ""

    def scope(self, user):
        """The rows that the reader sees."""
        return self.model._default_manager.visible_to(user)

    def get_queryset(self, request):
        """The scope, in the order of the model."""
        rows = self.scope(request.user)
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def has_view_permission(self, request, obj=None):
        """As the rules say; rows are narrowed by `scope`."""
        return request.user.has_perm(self.permission)

    def has_module_permission(self, request):
        """Not even its name stands on the index for others."""
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        """Never."""
        return False

    def has_change_permission(self, request, obj=None):
        """Never: pages of the portal and their services write."""
        return False

    def get_readonly_fields(self, request, obj=None):
        """All that is shown."""
        return self.get_fields(request, obj)
