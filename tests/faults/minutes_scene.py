"""One minutes with its writers in a database of the test's own, and what stands in it at the end.

`python -m tests.faults.minutes_scene make|read ID` prints JSON; which database, the environment says.
"""

import json
import sys
import time
from collections import Counter

LINES = 10


def session_of(user) -> dict:
    """The cookie of somebody who is signed in."""
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.backends.db import SessionStore

    store, now = SessionStore(), time.time()
    store.update(
        {
            "_auth_user_id": str(user.pk),
            "_auth_user_backend": "accounts.signin.backend.AccountBackend",
            "_auth_user_hash": user.get_session_auth_hash(),
            "muntada_signed_in_at": now,
            "muntada_last_act": now,
        }
    )
    store.create()
    UserSession.objects.create(user=user, session_key=store.session_key, ip="127.0.0.1")
    return {"sessionid": store.session_key}


def make_scene(writers, programme=None):
    """Draft minutes of ten lines and the cookies of so many signed-in writers."""
    from tests import factories

    programme = programme or factories.ProgrammeFactory()
    minutes = factories.MinutesFactory(forum__programme=programme)
    for number in range(LINES):
        factories.OutputFactory(minutes=minutes, position=number, text=f"نص البداية {number}")
    cookies = []
    for _writer in range(writers):
        user = factories.UserFactory()
        factories.MembershipFactory(user=user, role="staff", programme=programme)
        cookies.append(session_of(user))
    return minutes, cookies


def described(minutes, cookies) -> dict:
    """What writers must know."""
    first = {str(row.public_id): row.text for row in minutes.outputs.all()}
    return {
        "minutes": minutes.pk,
        "path": f"/forums/{minutes.forum.public_id}/lines/",
        "cookies": cookies,
        "first": first,
    }


def state_of(minutes_pk) -> dict:
    """Lines, keys, acts on the record, and whether its chain holds."""
    from common import audit
    from common.models import AuditEntry
    from forums.models import Minutes
    from forums.services.lines import lines_of

    minutes = Minutes.objects.get(pk=minutes_pk)
    lines = lines_of(minutes.outputs.as_lines())
    acts = Counter(
        (str(entry.subject), entry.action)
        for entry in AuditEntry.objects.filter(
            subject__in=[line["id"] for line in lines],
            action__in=["forums.add_output", "forums.edit_output", "forums.remove_output"],
        )
    )
    return {
        "lines": lines,
        "keys": [str(key) for key in minutes.saved_changes.values_list("key", flat=True)],
        "acts": [[*key, count] for key, count in acts.items()],
        "chain": audit.first_broken_link() is None,
    }


if __name__ == "__main__":
    import django

    django.setup()
    made = described(*make_scene(int(sys.argv[2]))) if sys.argv[1] == "make" else state_of(int(sys.argv[2]))
    sys.stdout.write(json.dumps(made))
