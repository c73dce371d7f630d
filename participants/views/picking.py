"""Pages of the directory."""

from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from common.access import AccessMixin
from participants.forms.picking import PickForm


@method_decorator(never_cache, name="dispatch")
class PickView(AccessMixin, View):
    """A fragment for the attendance form: radio buttons of the people who may be meant by what is being typed.

    Without JavaScript the attendance page includes the same template with its own `candidates`.
    """

    permission = "participants.pick_person"
    http_method_names = ["get", "head", "options"]

    def get(self, request):
        """The candidates among those whom the reader sees; an unclear question has none."""
        form = PickForm(request.GET)
        return render(
            request,
            "participants/_candidates.html",
            {"typed": request.GET.get("q", "").strip(), "candidates": form.candidates(request.user)},
        )
