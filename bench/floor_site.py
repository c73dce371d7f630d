"""Addresses of the site that the portal's pages are measured beside: the floor list, the floor detail, and Django's own
admin with a list of the recommendations. Whoever is signed in to the portal is signed in here, and sees all."""

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.template import Context, Engine
from django.urls import path
from django.views.generic import DetailView

from bench.floor import ROWS, list_people
from recommendations.models import Recommendation


class FloorDetail(LoginRequiredMixin, DetailView):
    """One row in a small template."""

    model = Recommendation
    template = Engine().from_string("""<!doctype html><html><head><title>{{ object.pk }}</title></head><body>
<h1>{{ object.number }}</h1><p>{{ object.text }}</p><p>{{ object.updated_at|date:"Y-m-d" }}</p></body></html>""")

    def render_to_response(self, context, **kwargs):
        """Without looking the template up."""
        return HttpResponse(self.template.render(Context(context)))


class StockSite(admin.AdminSite):
    """As it is shipped, but for who may come in."""

    def has_permission(self, request):
        """Whoever is signed in."""
        return request.user.is_authenticated


class StockList(admin.ModelAdmin):
    """What the portal's list shows of the recommendation itself, narrowed by the same fields."""

    list_display = ("reference", "text", "owner", "standing", "due_on")
    list_select_related = ("programme", "owner")
    list_filter = ("kind", "priority", "standing", "addressees__state", "addressees__institution")
    search_fields = ("folded",)
    list_per_page = ROWS
    show_full_result_count = False

    def has_view_permission(self, request, obj=None):
        """Whoever came in."""
        return True


site = StockSite()
site.register(Recommendation, StockList)
urlpatterns = [
    path("list/", login_required(list_people)),
    path("detail/<int:pk>/", FloorDetail.as_view()),
    path("admin/", site.urls),
    path("accounts/login/", site.login, name="account_login"),
]
