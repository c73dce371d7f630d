"""One row of a reference list, chosen by its code."""

from django import forms
from django.db.models import Q


class Rows(forms.ModelChoiceField):
    """Those in use, and the one that stands already, whether it is in use or not."""

    def __init__(self, model, **options):
        options = {"required": False, "empty_label": "—"} | options
        super().__init__(model.objects.all(), to_field_name="code", **options)

    def offer(self, current):
        """What is in use, and what stands (a primary key)."""
        self.queryset = self.queryset.filter(Q(archived_at__isnull=True) | Q(pk=current))

    def label_from_instance(self, obj):
        """By name, in the reader's language."""
        return obj.name


class Districts(Rows):
    """Places with their governorate, since several have one name."""

    def label_from_instance(self, obj):
        """«منطقة (عدن)»."""
        return f"{obj.label} ({obj.parent.name})" if obj.parent else obj.label
