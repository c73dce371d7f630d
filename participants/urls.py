"""Addresses of participants."""

from django.urls import path

from participants import views

app_name = "participants"

urlpatterns = [
    path("people/pick/", views.PickView.as_view(), name="pick"),
]
