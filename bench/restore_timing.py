"""How long does a restore take, and does an erased person come back? On a full-size installation, SQLite.

    .venv/bin/python -m bench.restore_timing [people] [recommendations] [megabytes of files]

Fills an installation, backs it up, erases somebody, restores yesterday's backup into an empty folder with the list of
erasures, and searches all that was restored.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Minutes that a restore may take on an empty machine (T13).
BAR = 30
#: In no list of names of the sample.
NAME = "زعفران بن القيصوم التجريبي"
SETUP = "import django; django.setup()\n"
PLANT = f"""{SETUP}
from accounts.models import User
from accounts.services import grant_membership
from forums.models import Attendance, Output, Programme
from participants.models import Person
from recommendations.models import Recommendation
programme = Programme.objects.earliest("pk")
second = User.objects.create_user("second", "kalimat-sirr-lil-qiyas-7", is_demo=True)
grant_membership(actor=None, user=second, role="manager", programme=programme)
row = Attendance.objects.filter(forum__programme=programme).earliest("pk")
person = row.person
person.name_ar, person.phone, person.email = "{NAME}", "+967700000000", "zafran@example.org"
person.refold()
person.save()
for model in (Output, Recommendation):
    where = {{"minutes__forum__programme": programme}} if model is Output else {{"programme": programme}}
    ids = list(model.objects.filter(**where).values_list("pk", flat=True)[:100])
    model.objects.filter(pk__in=ids).update(text="كما قال {NAME} في الجلسة")
print(person.public_id)
"""
ERASE = f"""{SETUP}
from accounts.models import User
from accounts.services import allow_act
from participants.models import Person
from reports.services.erasure import ask_to_erase_person, erase_person, find_person
from reports.services.erasure.acts import Decision
asks, allows = User.objects.get(username="manager"), User.objects.get(username="second")
person = Person.objects.get(name_ar="{NAME}")
request = ask_to_erase_person(actor=asks, person=person, reason="طلبه بنفسه", path="/")
allow_act(actor=allows, request=request)
found = find_person(user=asks, person=person)
ticked = {{place.key for place in found.places}}
decision = Decision(ticked=ticked, deleted=found.file_ids, kept_because="", seen=found.seen)
print(len(ticked), erase_person(actor=asks, person=person, decision=decision))
"""


class Installation:
    """One folder with database, files and keys; `lend` gives the keys to another one, as a restore needs them."""

    def __init__(self, folder: Path, keys: Path):
        self.folder, self.database = folder, folder / "db.sqlite3"
        folder.mkdir()
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "SECRET_KEY": "",
            "SECRET_KEY_FILE": str(keys / "secret"),
            "KEYRING_FILE": str(keys / "keyring"),
            "BACKUP_PUBLIC_KEY_FILE": str(keys / "backup.pub"),
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(folder / "static"),
            "BACKUP_DIR": str(folder / "backups"),
            "TOMBSTONES_FILE": str(folder / "tombstones.jsonl"),
            "DEBUG": "1",
            "DEMO": "1",
            "CACHE_URL": "",
        }

    def run(self, *arguments: str, code: str = "") -> str:
        """manage.py, or a program of Python; what it printed. Raises SystemExit with its errors."""
        command = [sys.executable, "-c", code] if code else [sys.executable, "manage.py", *arguments]
        done = subprocess.run(  # noqa: S603  our own commands
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{arguments or 'code'}: {done.stderr[-2000:]}")
        return done.stdout.strip()

    def holds(self, words: str) -> int:
        """In how many of its files the words stand, as bytes."""
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        return sum(words.encode() in path.read_bytes() for path in files)


def minutes_of(act) -> float:
    """Minutes that a call takes."""
    began = time.monotonic()
    act()
    return (time.monotonic() - began) / 60


def main() -> int:
    """Print one line a figure; 0 if the bars are held."""
    given = [int(word) for word in sys.argv[1:4]]
    people, recommendations, megabytes = given + [50_000, 10_000, 500][len(given) :]
    with tempfile.TemporaryDirectory(prefix="muntada-restore-") as name:
        folder, keys = Path(name), Path(name) / "keys"
        keys.mkdir()
        here, elsewhere = Installation(folder / "here", keys), Installation(folder / "elsewhere", keys)
        here.run("make_keys", "--secret", str(keys / "secret"), "--keyring", str(keys / "keyring"))
        private = keys / "private"
        printed = here.run("make_backup_key").split()
        private.write_text(
            next(word for word in printed if word.startswith("AGE-SECRET-KEY")) + "\n", encoding="ascii"
        )
        here.run("migrate", "-v0")
        here.run("load_reference")
        here.run(
            *("sample_data", "--programmes", "3", "--forums", "600"),
            *("--people", str(people), "--recommendations", str(recommendations)),
        )
        chance = random.Random(1)  # noqa: S311  filler
        (folder / "here" / "media").mkdir(exist_ok=True)
        for number in range(megabytes // 2):
            (folder / "here" / "media" / f"{number}.bin").write_bytes(chance.randbytes(2_000_000))
        here.run(code=PLANT)
        planted = here.holds(NAME)
        backing_up = minutes_of(lambda: here.run("backup", "-v0"))
        yesterday = next((folder / "here" / "backups").glob("*.age"))
        erasing = minutes_of(lambda: here.run(code=ERASE))
        stones = folder / "here" / "tombstones.jsonl"
        restoring = minutes_of(
            lambda: elsewhere.run(
                "restore", str(yesterday), "--key", str(private), "--tombstones", str(stones)
            )
        )
        left = elsewhere.holds(NAME)
        size = here.database.stat().st_size / 1e6
        words = f"{people} people, {recommendations} recommendations, {size:.0f} MB of database, {megabytes} MB of files"
        lines = (
            ("planted in files", planted, 1, planted >= 1),
            ("back up, minutes", backing_up, BAR, backing_up <= BAR),
            ("erase, minutes", erasing, BAR, erasing <= BAR),
            ("restore and erase again, minutes", restoring, BAR, restoring <= BAR),
            ("residue after the restore, files", left, 0, left == 0),
        )
        sys.stdout.write(f"{words}\n")
        for label, value, bar, held in lines:
            sys.stdout.write(f"{label:<34} {value:>8.2f} {bar:>5} {'ok' if held else 'short'}\n")
        return 0 if all(line[-1] for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
