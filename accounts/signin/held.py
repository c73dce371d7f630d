"""The page for whoever tries too often where there is no form to say so in."""

from django.shortcuts import render

from accounts.signin.wording import when_again


def held_page(request, held):
    """429, with words for when to come again; the same whatever was asked for."""
    request.held_for = held.seconds
    return render(request, "account/held.html", {"when": when_again(held.seconds)}, status=429)
