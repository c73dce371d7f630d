"""What the editor tells the server while somebody writes."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.views.generic import View


class SessionActive(LoginRequiredMixin, View):
    """New text is activity: the middleware counts this request like any other. Answers nothing (204)."""

    http_method_names = ["post"]

    def post(self, request):
        """The session goes on."""
        return HttpResponse(status=204)
