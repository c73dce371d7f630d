"""Addresses that documents carry, in a module of their own: whoever typesets one needs no other page of the portal."""

from django.urls import path

from reports.views.check import CheckDocument, CheckView

# Short, since people type them off a printed page.
urlpatterns = [
    path("v/", CheckDocument.as_view(), name="check_document"),
    path("v/<str:code>/", CheckView.as_view(), name="check"),
]
