"""Addresses that a script of ours asks: whatever is answered there, by middleware too, is JSON with a status and words."""

from django.http import JsonResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _


def answers_json(request) -> bool:
    """Whether the address's view says `answers_json = True`."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return False
    return getattr(getattr(match.func, "view_class", None), "answers_json", False)


def in_json(status: str, message, code: int, **more) -> JsonResponse:
    """An answer that says one thing."""
    return JsonResponse({"status": status, "message": str(message), **more}, status=code)


def signed_out(to: str, message: str = "") -> JsonResponse:
    """401: there is no session, or one that lacks its second factor; `to` is the page that mends it."""
    words = message or _("You are signed out. What you typed stays here: please sign in and go on.")
    return in_json("signed_out", words, 401, to=to)
