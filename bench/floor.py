"""The floor list L: what any list costs here at the least, so that a bar says the same on every machine.

A bare Django view that filters by an indexed column, counts, takes the newest 50 rows and shows them in a small template:
no rights, no middleware, no server around it, which makes it a little quicker than the view of the bars, that answered
over HTTP. Asked in turns with what is measured, in one process, on one database.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine

ROWS = 50
TEMPLATE = """<!doctype html><html><head><title>{{ count }}</title></head><body><table>
{% for row in rows %}<tr><td>{{ row.pk }}</td><td>{{ row.name_ar }}</td><td>{{ row.updated_at|date:"Y-m-d" }}</td></tr>
{% endfor %}</table></body></html>"""


def floor_list() -> Callable[[], HttpResponse]:
    """A call of the bare view over the people of this database."""
    from django.test import RequestFactory

    from participants.models import Category, Person

    template = Engine().from_string(TEMPLATE)
    category = Category.objects.order_by("pk").first()
    requests = RequestFactory()

    def view(request: HttpRequest) -> HttpResponse:
        people = Person.objects.filter(category_id=request.GET["category"])
        rows = people.only("name_ar", "updated_at").order_by("-pk")[:ROWS]
        return HttpResponse(template.render(Context({"count": people.count(), "rows": rows})))

    return lambda: view(requests.get("/", {"category": category.pk}))
