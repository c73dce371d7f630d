"""All addresses of the back office that answer GET, and who comes to them."""

from django.contrib import admin
from django.urls import reverse

from common.back_office.config import load_back_office


def registered() -> dict:
    """model → its part of the back office, which nothing loads before addresses are made."""
    load_back_office()
    return admin.site._registry


def lists() -> dict[str, str]:
    """label of the model → address of its list."""
    return {model._meta.label: reverse(one.address("changelist")) for model, one in registered().items()}


def addresses() -> list[str]:
    """Index, app pages, lists, forms, sheets, and the page of every row that is there, whoever may see it."""
    found = [reverse("admin:index"), reverse("admin:jsi18n")]
    for model, one in registered().items():
        found.append(reverse("admin:app_list", args=[model._meta.app_label]))
        found.append(reverse(one.address("changelist")))
        if one.has_add_page:
            found.append(reverse(one.address("add")))
        if hasattr(one, "import_action"):
            found += [reverse(one.address("import")), reverse(one.address("export"))]
        if one.opens_rows:
            for public_id in model._base_manager.values_list("public_id", flat=True):
                found.append(reverse(one.address("change"), args=[public_id]))
    return list(dict.fromkeys(found))
