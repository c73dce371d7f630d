"""Addresses of accounts; allauth's own are under /accounts/."""

from django.urls import path

from accounts import views

urlpatterns = [
    path(
        "first-administrator/<str:token>/", views.FirstAdministratorView.as_view(), name="first_administrator"
    ),
    path("invitation/<str:token>/", views.InvitationView.as_view(), name="invitation"),
]
