"""The floor list L and the floor detail: what any list and any page of one row cost here at the least, so that a bar says
the same on every machine.

A bare Django view that filters by an indexed column, counts, takes the newest 50 rows and shows them in a small template;
and one that shows one row. Asked in turns with what is measured, on one database: called as they are, without rights,
middleware or server (`floor_list`), or over HTTP behind Django's own middleware and a check that somebody is signed in, for
what is asked over HTTP as well (`bench/floor_site.py`).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine

ROWS = 50
LIST = Engine().from_string("""<!doctype html><html><head><title>{{ count }}</title></head><body><table>
{% for row in rows %}<tr><td>{{ row.pk }}</td><td>{{ row.name_ar }}</td><td>{{ row.updated_at|date:"Y-m-d" }}</td></tr>
{% endfor %}</table></body></html>""")


def list_people(request: HttpRequest) -> HttpResponse:
    """The view: the people of the category in the address."""
    from participants.models import Person

    people = Person.objects.filter(category_id=request.GET["category"])
    rows = people.only("name_ar", "updated_at").order_by("-pk")[:ROWS]
    return HttpResponse(LIST.render(Context({"count": people.count(), "rows": rows})))


def some_category() -> int:
    """The key of a category that the people of this database are spread over."""
    from participants.models import Category

    return Category.objects.order_by("pk").values_list("pk", flat=True)[0]


def floor_list() -> Callable[[], HttpResponse]:
    """A call of the bare view over the people of this database."""
    from django.test import RequestFactory

    category, requests = some_category(), RequestFactory()
    return lambda: list_people(requests.get("/", {"category": category}))
