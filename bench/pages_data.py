"""A portal full of made-up recommendations, and the addresses that are asked of it.

    python -m bench.pages_data RECOMMENDATIONS

Fills the database of this process and prints the addresses as one line of JSON: name → (who asks, path). All rows are of
one programme, since the home page shows one at a time.
"""

import json
import sys
from io import StringIO

PEOPLE, MEETINGS_A_HUNDRED = 2_000, 5
#: A word of one text in fifteen (`reports/sample/words.py`), and one of one in a thousand that is put in here.
FREQUENT, RARE = "المخدرات", "الزمرّد"
STATE = "accepted"


def fill(recommendations: int) -> None:
    """Sample data; the representative speaks for one institution, as in life, and one text in a thousand has the rare word."""
    from django.core.management import call_command
    from django.db import connection

    from accounts.models import Membership
    from common.arabic import fold
    from recommendations.models import Recommendation

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_reference", verbosity=0, stdout=StringIO())
    call_command(
        "sample_data",
        programmes=1,
        forums=recommendations * MEETINGS_A_HUNDRED // 100,
        people=PEOPLE,
        recommendations=recommendations,
        verbosity=0,
        stdout=StringIO(),
    )
    spoken = Membership.objects.filter(user__username="reviewer").order_by("pk")
    spoken.exclude(pk=spoken[0].pk).delete()
    rare = list(Recommendation.objects.order_by("pk")[::1000])
    for row in rare:
        row.text = f"{row.text} {RARE}"
        row.folded = fold(f"{row.text} {row.reference}")
    Recommendation.objects.bulk_update(rare, ["text", "folded"], batch_size=500)
    # As the database does by itself after a while.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def addresses() -> dict[str, tuple[str, str]]:
    """Of the pages that are measured: name → (who asks, path)."""
    from django.urls import reverse

    from accounts.models import Membership
    from forums.models import Forum
    from recommendations.models import Addressee

    institution = Membership.objects.get(user__username="reviewer").institution
    asked = Addressee.objects.select_related("recommendation")
    sent = asked.filter(institution=institution, state="sent").latest("pk")
    done = asked.filter(state="verified").latest("pk")
    listed = reverse("recommendations:list")
    ask = "recommendations:detail"
    return {
        "list by state": ("staff", f"{listed}?state={STATE}"),
        "list by institution": ("staff", f"{listed}?institution={institution.public_id}"),
        "list, whole": ("staff", listed),
        "list of an institution": ("reviewer", listed),
        "answer form": ("reviewer", reverse("recommendations:answer", args=[sent.public_id])),
        "page that awaits an answer": ("reviewer", reverse(ask, args=[sent.recommendation.public_id])),
        "page of a whole journey": ("staff", reverse(ask, args=[done.recommendation.public_id])),
        "forum record": ("staff", reverse("forums:detail", args=[Forum.objects.latest("pk").public_id])),
        "home": ("staff", reverse("home")),
        "home of an institution": ("reviewer", reverse("home")),
        "institution page": ("staff", reverse("participants:institution", args=[institution.public_id])),
        "search, a rare word": ("staff", f"{listed}?q={RARE}"),
        "search, a frequent word": ("staff", f"{listed}?q={FREQUENT}"),
        **beside(sent, institution),
    }


def beside(sent, institution) -> dict[str, tuple[str, str]]:
    """The addresses of `bench/floor_site.py`."""
    from bench.floor import some_category

    stock = "/admin/recommendations/recommendation/?addressees__"
    return {
        "floor list": ("floor", f"/list/?category={some_category()}"),
        "floor detail": ("floor", f"/detail/{sent.recommendation_id}/"),
        "admin by state": ("floor", f"{stock}state__exact={STATE}"),
        "admin by institution": ("floor", f"{stock}institution__id__exact={institution.pk}"),
    }


def main() -> None:
    """Fill, and say where things are."""
    import django

    django.setup()
    fill(int(sys.argv[1]))
    sys.stdout.write(json.dumps(addresses()) + "\n")


if __name__ == "__main__":
    main()
