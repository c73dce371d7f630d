"""Forms of recommendations."""

from recommendations.forms.writing import EditForm, PromoteForm

__all__ = ["EditForm", "PromoteForm"]
