"""How a page asks whether its reader may be there: one permission a view, 404 where existence is private."""

from functools import wraps

import rules
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404

from common.archive import ReadOnly, archive_disregarded


class UnknownPermission(ImproperlyConfigured):
    """A page asked for a permission that no `rules.py` defines: a typing error, never a quiet refusal."""


def require_known(permission: str) -> None:
    """Raise UnknownPermission unless some app's rules define the permission."""
    if not rules.perm_exists(permission):
        raise UnknownPermission(permission)


def allowed_or_404(user, permission: str, subject=None) -> None:
    """Raise Http404 unless the reader holds the permission on the subject: foreign and absent look alike.

    Raises ReadOnly where he would hold it if the programme were not archived.
    """
    require_known(permission)
    if user.has_perm(permission, subject):
        return
    with archive_disregarded():
        if user.has_perm(permission, subject):
            raise ReadOnly(permission)
    raise Http404


class AccessMixin(LoginRequiredMixin):
    """A class-based view that names its one `permission`.

    A list view asks with no subject and narrows its queryset by `visible_to`; a view of one object overrides
    `get_permission_subject`, which is called before `get` or `post`. A refusal is a 404, byte for byte the one of an
    address that does not exist.
    """

    permission: str = ""

    def get_permission_subject(self):
        """What the permission is asked about; None for a list."""
        return None

    def dispatch(self, request, *args, **kwargs):
        """Sign-in first, then the permission, then the method."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        allowed_or_404(request.user, self.permission, self.get_permission_subject())
        return super().dispatch(request, *args, **kwargs)


def page(permission: str):
    """The same for a function view without a subject."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                from django.contrib.auth.views import redirect_to_login

                return redirect_to_login(request.get_full_path())
            allowed_or_404(request.user, permission)
            return view(request, *args, **kwargs)

        guarded.permission = permission
        return guarded

    return decorate


#: What is done to a list that comes and goes as a sheet.
LIST_ACTIONS = ("view", "add", "change", "import", "export")


def allow_in_back_office(
    app_label: str, models: list[str], predicate, actions=("view", "add", "change")
) -> None:
    """Register the names that Django's admin and import-export ask for («forums.change_theme»).

    What is not registered here is refused there: `User.has_perm` knows the rules alone. Nothing is ever deleted,
    so "delete" is no action.
    """
    for model in models:
        for action in actions:
            rules.add_perm(f"{app_label}.{action}_{model}", predicate)
