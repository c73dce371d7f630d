"""Whatever stands in the hidden version field, the answer is a page and never an error of ours."""

import pytest
from django.urls import reverse

from ..factories import AttendanceFactory, MinutesFactory, OutputFactory, RecommendationFactory


@pytest.mark.parametrize("version", ["", "x", "-1", "\u00b2", "٣", "9" * 30, "1.0"])
def test_odd_versions(world, as_role, version):
    submitted = MinutesFactory(forum__programme=world.programme, state="submitted", submitted_by=world.staff)
    draft = MinutesFactory(forum__programme=world.programme)
    AttendanceFactory(forum=draft.forum)
    ask = RecommendationFactory(programme=world.programme, sources=[OutputFactory(minutes=draft)])
    steps = ("meeting", "attendance", "outputs", "decide_date", "submit")
    targets = [
        ("manager", "forums:approval", submitted.forum),
        ("manager", "forums:reopen", submitted.forum),
        ("staff", "forums:take_back", submitted.forum),
        *(("staff", f"forums:{step}", draft.forum) for step in steps),
        ("staff", "recommendations:edit", ask),
        ("manager", "recommendations:send", ask),
        ("manager", "recommendations:withdraw", ask),
    ]
    answers = {}
    for actor, name, subject in targets:
        client = as_role(actor)
        client.raise_request_exception = False
        for extra in ({}, {"return": "1", "note": "ملاحظة", "decision": "kept"}):
            answer = client.post(reverse(name, args=[subject.public_id]), {"version": version, **extra})
            answers[name, *extra] = answer.status_code
    assert {key: status for key, status in answers.items() if status not in (200, 302)} == {}
