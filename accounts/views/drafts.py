"""What a writer's browser asks for: the key of the drafts that it keeps, and forgetting it. Pages of one's own device."""

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.views.generic import TemplateView, View

from accounts import services
from accounts.services.drafts import KEPT_FOR
from common.access import AccessMixin


class OwnDraftKey(AccessMixin, View):
    """GET says whether the session lives, and gives the token that a page without one sends along; POST gives the key."""

    permission = "forums.keep_drafts"
    http_method_names = ["get", "post"]

    def get(self, request):
        """The offline page asks when the net is back. No other site can read the answer."""
        return JsonResponse({"token": get_token(request), "user": request.user.public_id})

    def post(self, request):
        """The key, and the one before it or ""."""
        row = services.hand_over_draft_key(actor=request.user)
        return JsonResponse({"key": row.key, "earlier": row.earlier, "user": request.user.public_id})


class WipeDrafts(AccessMixin, View):
    """Forgets the key; what lies on this device, the page that asks has deleted itself."""

    permission = "forums.keep_drafts"
    http_method_names = ["post"]

    def post(self, request):
        """Done, or was done before."""
        services.wipe_draft_key(actor=request.user)
        return JsonResponse({})


class Device(AccessMixin, TemplateView):
    """Work without internet on the device at hand: everything on this page is done by the browser."""

    permission = "forums.keep_drafts"
    template_name = "accounts/device.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs):
        """For how many days drafts are kept."""
        return super().get_context_data(days=KEPT_FOR.days, **kwargs)
