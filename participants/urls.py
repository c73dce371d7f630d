"""Addresses of participants."""

urlpatterns = []
