"""Builds the demo by calling the services, as people would through the pages. Idempotent by forum code."""

import json
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from accounts.models import User
from common.dates import format_date, parse_date
from forums.models import Forum, Theme
from forums.services.approval import CHECKLIST, approval_warnings
from forums.services.attendance import acknowledge, record_attendance
from forums.services.forums import create_forum, decide_date
from forums.services.minutes import approve_minutes, submit_minutes
from forums.services.outputs import add_output, link_outputs
from forums.services.speakers import record_speaker, who_may_have_spoken
from participants.models import Category, Honorific, Institution, Person, Place, Rank
from participants.services.people import create_person
from reports.demo import stories
from reports.demo.accounts import grant_roles, make_sign_ins
from reports.demo.going_on import VALIDATED, go_on
from reports.demo.programme import make_institution, make_programme

FOLDER = Path(__file__).parent


def build_demo() -> dict[str, User]:
    """Put programme, chain and closing meeting where they are missing; the sign-ins by user name.

    Each forum is one transaction: an interrupted run goes on where it stopped.
    """
    chain = _read("chain.json")
    with transaction.atomic():
        users = make_sign_ins()
        institutions = [make_institution(row) for row in chain["institutions"]]
        programme = make_programme(donor=institutions[-1])
        speaking = [*institutions[:-1], Institution.objects.get(code="ADEN-SEC")]
        validated = Institution.objects.get(code=VALIDATED)
        grant_roles(users, programme=programme, institutions=speaking, validated=validated)
    people = {row["id"]: row for row in chain["people"]}
    builder = Builder(programme, users, people)
    for data in chain["forums"]:
        builder.chain_forum(data)
    builder.closing_meeting(_read("closing_meeting.json"))
    go_on(
        programme=programme,
        staff=users["staff"],
        manager=users["manager"],
        reviewer=users["reviewer"],
        approve=builder.submit_and_approve,
    )
    return users


class Builder:
    """Holds what the forums of the demo share: the programme, the sign-ins, the people and asks made so far."""

    def __init__(self, programme, users, people):
        self.programme, self.users, self.people = programme, users, people
        self.staff, self.manager = users["staff"], users["manager"]
        self.persons = {}
        self.asks = {}

    def chain_forum(self, data) -> None:
        """One made-up forum with its people, its outputs and what became of its asks."""
        day = date.fromisoformat(data["date"])
        code = f"ADEN-{day.year}-{data['key'].upper()}"
        if forum := Forum.objects.filter(code=code).first():
            self._remember_asks(data, forum)
            return
        with transaction.atomic():
            forum = create_forum(
                actor=self.staff,
                programme=self.programme,
                code=code,
                **{name: data[name] for name in ("kind", "level", "number", "title_ar", "title_en", "days")},
                date=day,
                date_as_written=format_date(day, "ar", "prose"),
                place=Place.objects.get(code=data["place"]),
                women_only=data.get("women_only", False),
                continues=self._forum(data["continues"]),
                themes=_themes(data["themes"]),
                reviews=[self._forum(key) for key in data["reviews"]],
            )
            for key in data["attend"].split():
                self._attend(forum, self.people[key])
            outputs = [self._output(forum.minutes, row) for row in data["outputs"]]
            for number, (row, output) in enumerate(zip(data["outputs"], outputs, strict=True), start=1):
                if data["state"] == "approved":
                    self._promote(f"{data['key']}.{number}", row, output)
            if outputs:
                self._speaker(outputs[0], forum)
            if data["state"] == "draft":
                return
            self._submit(forum)
            if data["state"] == "approved":
                self._approve(forum)
                for number, row in enumerate(data["outputs"], start=1):
                    if "ask" in row:
                        stories.tell(
                            row["ask"]["story"],
                            recommendation=self.asks[f"{data['key']}.{number}"],
                            approved_on=day + timedelta(days=5),
                            manager=self.manager,
                            staff=self.staff,
                        )

    def closing_meeting(self, data) -> None:
        """The real meeting of the public press release. Its date is kept as written, doubtful."""
        if Forum.objects.filter(code=data["code"]).exists():
            return
        read = parse_date(data["date_as_written"])
        with transaction.atomic():
            forum = create_forum(
                actor=self.staff,
                programme=self.programme,
                date=read.date,
                weekday_as_written=read.weekday_written,
                place=Place.objects.get(code=data["place"]),
                occasion_date=date.fromisoformat(data["occasion_date"]),
                themes=_themes(data["themes"]),
                reviews=list(Forum.objects.in_programme(self.programme).approved()),
                **{
                    name: data[name]
                    for name in (
                        "code", "kind", "level", "title_ar", "title_en", "date_as_written", "part_of_day",
                        "occasion", "occasion_en", "focus", "focus_en", "summary", "summary_en",
                    )
                },
            )  # fmt: skip
            for row in data["people"]:
                self._attend_real(forum, row)
            outputs = {row["n"]: self._output(forum.minutes, row) for row in data["outputs"]}
            for link in data["links"]:
                link_outputs(
                    actor=self.staff,
                    source=outputs[link["source"]],
                    target=outputs[link["target"]],
                    kind=link["kind"],
                )
            decide_date(
                actor=self.staff,
                forum=forum,
                expected=forum.version,
                decision=Forum.DateStanding.KEPT,
                reason="كما ورد في البيان الصحفي؛ لم يُعثر على محضر موقّع يحسم التاريخ.",
            )
            asks = [
                stories.propose(actor=self.staff, output=outputs[row["n"]], ask=row["ask"])
                for row in data["outputs"]
                if "ask" in row
            ]
            self.submit_and_approve(forum)
            for recommendation in asks:
                stories.send_if_addressed(
                    recommendation, manager=self.manager, staff=self.staff, on=read.date + timedelta(days=5)
                )

    def submit_and_approve(self, forum) -> None:
        """As staff and manager do it; warnings are answered with a reason."""
        self._submit(forum)
        self._approve(forum)

    def _submit(self, forum):
        forum.minutes.refresh_from_db()
        submit_minutes(actor=self.staff, minutes=forum.minutes, expected=forum.minutes.version)

    def _approve(self, forum):
        reasons = {
            warning.key: "نُظر فيه عند الإعداد؛ يُعتمد كما ورد." for warning in approval_warnings(forum.minutes)
        }
        approve_minutes(
            actor=self.manager,
            minutes=forum.minutes,
            expected=forum.minutes.version,
            reasons=reasons,
            checklist=set(CHECKLIST),
        )

    def _output(self, minutes, row):
        group = row["group"]
        in_category = group not in ("participants", "not_stated")
        return add_output(
            actor=self.staff,
            minutes=minutes,
            kind=row["kind"],
            text=row["text"],
            translation=row["translation"],
            themes=_themes(row["themes"]),
            spoken_by="category" if in_category else group,
            spoken_by_category=Category.objects.get(code=group) if in_category else None,
        )

    def _speaker(self, output, forum):
        # Made-up people alone: of the real meeting nobody is said to have said anything.
        first = who_may_have_spoken(forum).first()
        record_speaker(actor=self.staff, output=output, person=first.person)

    def _promote(self, key, row, output):
        if "ask" in row:
            self.asks[key] = stories.propose(actor=self.staff, output=output, ask=row["ask"])
        elif "joins" in row:
            stories.join(actor=self.staff, output=output, recommendation=self.asks[row["joins"]])

    def _remember_asks(self, data, forum):
        outputs = list(forum.minutes.outputs.order_by("position", "id"))
        for number, (row, output) in enumerate(zip(data["outputs"], outputs, strict=True), start=1):
            if "ask" in row and (ask := output.recommendations.first()):
                self.asks[f"{data['key']}.{number}"] = ask

    def _attend(self, forum, row):
        record_attendance(
            actor=self.staff,
            forum=forum,
            person=self._made_up_person(row),
            category=Category.objects.get(code=row["category"]),
            rank=Rank.objects.filter(name_ar=row.get("rank")).first(),
            post=row["post"],
            institution=Institution.objects.filter(code=row["institution"]).first(),
        )

    def _made_up_person(self, row):
        if row["id"] not in self.persons:
            self.persons[row["id"]] = Person.objects.filter(
                name_ar=row["name"], is_demo=True
            ).first() or create_person(
                actor=self.staff,
                name_ar=row["name"],
                name_en=row["name_en"],
                sex=row["sex"],
                sex_source="said",
                age_band=row["age_band"],
                home_district=Place.objects.get(code=row["district"]),
                category=Category.objects.get(code=row["category"]),
                is_demo=True,
            )
        return self.persons[row["id"]]

    def _attend_real(self, forum, row):
        category = Category.objects.get(code=row["category"])
        person = create_person(actor=self.staff, name_ar=row["name"], category=category)
        record_attendance(
            actor=self.staff,
            forum=forum,
            person=person,
            category=category,
            rank=Rank.objects.filter(name_ar=row["rank"]).first() if row["rank"] else None,
            honorific=_honorific(row["honorific"]),
            post=row["post"],
            institution=Institution.objects.filter(code=row["institution"]).first(),
            part=row["part"],
            presence=row["presence"],
        )
        if "thanks" in row:
            acknowledge(actor=self.staff, forum=forum, person=person, reason=row["thanks"])

    def _forum(self, key):
        return Forum.objects.get(code__endswith=f"-{key.upper()}") if key else None


def _honorific(text):
    return Honorific.objects.filter(name_ar=text).first() if text else None


def _themes(codes) -> list[Theme]:
    return list(Theme.objects.filter(code__in=codes))


def _read(name) -> dict:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))
