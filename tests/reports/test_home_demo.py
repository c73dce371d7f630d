"""Each number of the home page of the demo, counted by hand. A module of its own: the demo stays until its end."""

import datetime
import re
from collections import Counter

from django.utils import timezone

from accounts.models import User
from common.arabic import to_arabic_digits
from forums.models import AttendanceTotal
from recommendations.models import Recommendation


def tiles_of(body) -> list[int]:
    """The numbers of the tiles, in their order."""
    return [int(found) for found in re.findall(r'class="tile[^>]*>\s*<b>(\d+)</b>', body)]


def has_spoken(addressee) -> bool:
    """Whether its last answer that stands is more than words in the room."""
    answers = [row for row in addressee.responses.all() if row.sent_at and not row.withdrawn_at]
    last = max(answers, key=lambda row: row.round, default=None)
    return last is None or last.channel != "room" or last.confirmed_at is not None


def test_each_number_of_the_demo_is_counted_by_hand(demo, sign_in):
    client = sign_in(User.objects.get(username="manager"), "ar")
    page = client.get("/")
    body = page.content.decode()
    forums = [row for row in demo.forums.select_related("minutes") if row.minutes.revision and row.date]
    present = [
        row
        for forum in forums
        for row in forum.attendances.select_related("person")
        if row.presence == "present" and row.removed_at is None
    ]
    asks = [
        row
        for row in Recommendation.objects.filter(programme=demo)
        if any(output.minutes.forum in forums and not output.removed_at for output in row.sources.all())
    ]
    leads = [row.addressees.get(part="lead") for row in asks if row.addressees.filter(part="lead").exists()]
    waiting = [row for row in leads if row.state == "sent" and row.recommendation.standing == "open"]
    late = [row for row in waiting if row.answer_due_on < timezone.localdate() - datetime.timedelta(days=60)]
    assert late == waiting, "the demo lies years back: whatever still waits is late on any calendar"
    assert not AttendanceTotal.objects.filter(forum__in=forums).exists()
    people = {row.person_id for row in present}
    assert tiles_of(body) == [len(forums), len(people), len(asks), len(late)]
    assert to_arabic_digits(f"{len(present)} ") in body
    women = sum(row.person.sex == "f" for row in present)
    recorded = women + sum(row.person.sex == "m" for row in present)
    assert to_arabic_digits(f"نساء {int(100 * women / recorded + 0.5)}٪") in body
    sent = [row for row in leads if row.sent_at and row.recommendation.standing == "open"]
    answered = [row for row in sent if row.state not in ("sent", "clarification") and has_spoken(row)]
    assert to_arabic_digits(f"{int(100 * len(answered) / len(sent) + 0.5)}٪ من المُ") in body
    states = Counter(
        row.standing
        if row.standing != "open"
        else "general"
        if row.is_general
        else row.addressees.get(part="lead").state
        for row in asks
    )
    shown = page.context["states"]["rows"]
    assert {row["total"] for row in shown} == set(states.values())
    assert sum(row["total"] for row in shown) == len(asks)
    assert len(shown) == len(states)
    # The lists behind two of the tiles hold as many rows.
    assert client.get("/recommendations/").context["paginator"].count == len(asks)
    assert client.get("/recommendations/?state=late").context["paginator"].count == len(late)
