"""Addresses of forums."""

urlpatterns = []
