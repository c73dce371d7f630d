"""Does the time of an answer tell whether an account exists? Prints medians and their ratio, over HTTP.

    .venv/bin/python -m bench.signin_timing [rounds]

A portal of its own with the real hasher; the tries of all kinds are mixed, each comes from a new address, so that
none is held back.
"""

import os
import random
import statistics
import sys
import tempfile
from pathlib import Path

from bench.portal import BEHIND_ONE_PROXY, ROOT, Visitor, Web

PASSWORD, WRONG = "kalimat-sirr-lil-qiyas-7", "kalimat-sirr-khati'a-9"
SIGN_IN, RESET, LINK, CODE = "sign-in", "reset", "link of one use", "one-time code on paper"
#: What a ratio of medians may be at most.
BAR = 1.10


def make_accounts() -> dict[str, dict[str, tuple[str, dict]]]:
    """One account of each sort; group → kind → (path, fields)."""
    from django.utils import timezone

    from accounts.models import Invitation, User
    from accounts.services.links import hash_token

    User.objects.create_user("known", PASSWORD, email="known@example.org")
    User.objects.create_user("off", PASSWORD, is_active=False)
    invited = User.objects.create_user("invited")
    used = User.objects.create_user("used", PASSWORD)
    Invitation.objects.create(
        user=invited, token_hash=hash_token("late"), expires_at=timezone.now() - Invitation.LIFETIME
    )
    later = timezone.now() + Invitation.LIFETIME
    Invitation.objects.create(
        user=used, token_hash=hash_token("used"), expires_at=later, used_at=timezone.now()
    )

    def sign_in(login, password):
        return "/accounts/login/", {"login": login, "password": password}

    return {
        SIGN_IN: {
            "unknown": sign_in("nobody", WRONG),
            "unknown mail": sign_in("nobody@example.org", WRONG),
            "wrong password": sign_in("known", WRONG),
            "wrong password, mail": sign_in("known@example.org", WRONG),
            "switched off": sign_in("off", PASSWORD),
            "never opened": sign_in("invited", WRONG),
        },
        RESET: {
            "unknown": ("/accounts/password/reset/", {"email": "nobody@example.org"}),
            "known": ("/accounts/password/reset/", {"email": "known@example.org"}),
        },
        LINK: {name: (f"/invitation/{name}/", {}) for name in ("guessed", "late", "used")},
        CODE: {name: ("/answer/", {"code": name}) for name in make_codes()},
    }


def make_codes() -> list[str]:
    """Codes that open nothing, each for a reason of its own."""
    from django.utils import timezone

    from accounts.models import User
    from forums.models import Programme
    from participants.models import Institution
    from recommendations.models import Addressee, AnswerCode, Recommendation
    from recommendations.services.codes import digest_of

    now = timezone.now()
    body = Institution.objects.create(code="BENCH", name_ar="-")
    programme = Programme.objects.create(
        code="BENCH", title_ar="-", implementer=body, start=now.date(), end=now.date()
    )
    fields = {
        "LATE": {"expires_at": now - AnswerCode.LIFETIME},
        "USED": {"used_at": now},
        "WITHDRAWN": {"withdrawn_at": now},
    }
    for number, (name, more) in enumerate(fields.items(), start=1):
        addressee = Addressee.objects.create(
            recommendation=Recommendation.objects.create(
                programme=programme, number=number, kind="recommendation", text="-"
            ),
            institution=body,
            state="sent",
            sent_at=now,
        )
        row = {"expires_at": now + AnswerCode.LIFETIME, "made_by": User.objects.earliest("pk"), **more}
        AnswerCode.objects.create(addressee=addressee, round=1, digest=digest_of(name), **row)
    return ["GUESSED", *fields]


def measure(web: Web, cases: dict, rounds: int) -> dict[str, list[float]]:
    """kind → seconds of each try; the kinds are shuffled in each round."""
    from accounts.models import Backoff

    seconds = {kind: [] for kind in cases}
    visitor, number = Visitor(web), 0
    for turn in range(rounds + 1):
        kinds = list(cases)
        random.shuffle(kinds)
        # Guesses at codes share a count whatever address they come from.
        Backoff.objects.all().delete()
        for kind in kinds:
            number += 1
            visitor.address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            answer = visitor.post(*cases[kind])
            if answer.status == 429 or answer.status >= 500:
                raise RuntimeError(f"{kind}: {answer.status}")
            if turn:  # the first round warms up
                seconds[kind].append(answer.seconds)
    return seconds


def ratio(seconds: dict[str, list[float]]) -> float:
    """The slowest kind's median over the fastest one's."""
    medians = [statistics.median(values) for values in seconds.values()]
    return max(medians) / min(medians)


def report(name: str, seconds: dict[str, list[float]]) -> str:
    """A few lines for people."""
    tries = sum(len(values) for values in seconds.values())
    lines = [f"{name}: {tries} tries, ratio of medians {ratio(seconds):.3f}"]
    lines += [f"  {kind:22} {statistics.median(values) * 1000:7.1f} ms" for kind, values in seconds.items()]
    return "\n".join(lines)


def rounds_for(group: str, rounds: int) -> int:
    """Those without a hash are quick and vary more: measured more often."""
    return rounds if group == SIGN_IN else rounds * 4


def main() -> int:
    """Set up, measure, print; 1 where a ratio is above the bar."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory(prefix="muntada-bench-") as folder:
        environment = {
            **BEHIND_ONE_PROXY,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "SECRET_KEY": "bench-only-" + "x" * 60,
            "KEYRING_FILE": f"{folder}/keyring",
            "MEDIA_ROOT": f"{folder}/media",
            "DEMO": "0",
            "DEBUG": "1",
        }
        os.environ.update(environment)
        from common.keyring_file import write_new_keyring

        write_new_keyring(Path(folder) / "keyring")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("createcachetable")
        groups = make_accounts()
        web = Web(environment, Path(folder) / "web.log")
        worst = 0.0
        try:
            for name, cases in groups.items():
                seconds = measure(web, cases, rounds_for(name, rounds))
                worst = max(worst, ratio(seconds))
                sys.stdout.write(report(name, seconds) + "\n")
        finally:
            web.stop()
    return int(worst > BAR)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
