"""The portal's addresses, and some that fail while they hold what must stay unsaid."""

from django.db import OperationalError, connection
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from config.urls import urlpatterns as portal


@csrf_exempt
def fails(request):
    """500: what was sent is in a local variable, in the message, and in the cause."""
    held = {**request.GET.dict(), **request.POST.dict(), **request.COOKIES}
    try:
        raise KeyError(str(held))
    except KeyError as cause:
        raise ValueError(f"Could not save {held}") from cause


def asks(request):
    """500: the database repeats the parameters in its message."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM there_is_no_such_table WHERE name = %s", [request.GET["name"]])


@csrf_exempt
def busy(request):
    """503 with what was typed."""
    raise OperationalError("database is locked")


urlpatterns = [*portal, path("fails/", fails), path("asks/", asks), path("busy/", busy)]
