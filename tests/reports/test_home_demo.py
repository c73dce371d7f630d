"""Each number of the home page of the demo, counted by hand. A module of its own: the demo stays until its end."""

import datetime
import re
from collections import Counter
from urllib.parse import parse_qs

from django.utils import timezone

from accounts.models import User
from common.arabic import to_arabic_digits
from forums.models import AttendanceTotal
from recommendations.models import Recommendation

#: Counted by hand on the two files that the demo is told from (reports/demo/*.json): who was there, forum by forum.
#: The seventh forum waits for its approval and the follow-up meeting is a draft: neither counts.
PRESENT = {
    "LAUNCH": 10,
    "F1": 10,
    "D1": 8,
    "F2": 10,
    "D2": 7,
    "F3": 9,
    "D3": 7,
    "F4": 10,
    "D4": 7,
    "W2": 17,
    "F5": 8,
    "D5": 7,
    "W3": 18,
    "F6": 9,
    "D6": 6,
    "CLOSING": 20,
}
FORUMS, ATTENDANCES, PERSONS = 16, 163, 50
#: Women and men of the made-up forums; of the twenty of the closing meeting nobody recorded it.
WOMEN, MEN = 69, 74
#: State → recommendations: sixteen of the made-up forums, fourteen of the closing meeting.
STATES = {
    "ready": 4,
    "sent": 10,
    "accepted": 1,
    "conditional": 1,
    "partly": 1,
    "declined": 1,
    "already_done": 1,
    "noted": 1,
    "answered": 1,
    "clarification": 1,
    "in_progress": 2,
    "stopped": 1,
    "reported_done": 1,
    "verified": 2,
    "general": 2,
}
RECOMMENDATIONS, LATE, SENT, ANSWERED = 30, 10, 24, 13
#: Theme → done or answered, under way, awaiting an answer, answer late, other.
THEMES = {
    "T01": (0, 2, 0, 2, 2),
    "T07": (1, 0, 0, 2, 1),
    "T19": (0, 0, 0, 2, 2),
    "T09": (0, 0, 0, 0, 3),
    "T03": (0, 0, 0, 1, 1),
    "T05": (0, 0, 0, 2, 0),
    "T06": (0, 1, 0, 0, 1),
    "T08": (0, 2, 0, 0, 0),
    "T10": (1, 1, 0, 0, 0),
    "T14": (0, 1, 1, 0, 0),
    "T04": (0, 0, 0, 1, 0),
    "T11": (0, 0, 0, 0, 1),
    "T16": (1, 0, 0, 0, 0),
    "T18": (0, 0, 0, 1, 0),
    "T20": (0, 0, 0, 1, 0),
}


def test_each_number_of_the_page_is_the_one_counted_by_hand(demo, sign_in):
    client = sign_in(User.objects.get(username="manager"), "ar")
    page = client.get("/")
    body = page.content.decode()
    assert (sum(PRESENT.values()), sum(STATES.values())) == (ATTENDANCES, RECOMMENDATIONS)
    assert tiles_of(body) == [FORUMS, PERSONS, RECOMMENDATIONS, LATE]
    share = int(100 * WOMEN / (WOMEN + MEN) + 0.5)
    for words in (f"{ATTENDANCES} مشاركة", f"نساء {share}٪", f"{int(100 * ANSWERED / SENT + 0.5)}٪ من المُ"):
        assert to_arabic_digits(words) in body
    states = {
        parse_qs(row["url"].partition("?")[2])["state"][0]: row for row in page.context["states"]["rows"]
    }
    assert {key: row["total"] for key, row in states.items()} == STATES
    bars = page.context["themes"]
    themes = {
        parse_qs(row["url"].partition("?")[2])["theme"][0]: row for row in [*bars["rows"], *bars["further"]]
    }
    assert {key: tuple(count for _, count, _ in row["parts"]) for key, row in themes.items()} == THEMES
    assert [row["total"] for row in themes.values()] == sorted(map(sum, THEMES.values()), reverse=True)
    # Behind each number stands the list that it counts.
    for row in (*states.values(), *themes.values()):
        assert client.get(row["url"]).context["paginator"].count == row["total"]
    shown = client.get("/forums/?stage=reached").context["object_list"]
    assert {row.code.rpartition("-")[2]: row.present for row in shown} == PRESENT
    people = client.get(page.context["tiles"][1]["url"]).context
    assert people["page_obj"].paginator.count == PERSONS


def tiles_of(body) -> list[int]:
    """The numbers of the tiles, in their order."""
    return [int(found) for found in re.findall(r'class="tile[^>]*>\s*<b>(\d+)</b>', body)]


def has_spoken(addressee) -> bool:
    """Whether its last answer that stands is more than words in the room."""
    answers = [row for row in addressee.responses.all() if row.sent_at and not row.withdrawn_at]
    last = max(answers, key=lambda row: row.round, default=None)
    return last is None or last.channel != "room" or last.confirmed_at is not None


def test_and_the_one_that_the_rows_of_the_database_give(demo, sign_in):
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
