"""Addresses of recommendations."""

urlpatterns = []
