"""Cells of a sheet that is looked at before it is imported."""

from django import template

register = template.Library()


@register.filter
def cell(row: dict | None, column: str) -> str:
    """The text in one column of a row; empty where the sheet has no such column."""
    return "" if row is None or row.get(column) is None else str(row[column])
