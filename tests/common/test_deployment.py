"""`check --deploy` has nothing to say to any of the ways in which the portal is put to real use."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
KEPT = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
#: What deploy/compose.yaml asks its reader to write into the file "env".
WRITTEN = {
    "SITE_URL": "https://portal.example",
    "ALLOWED_HOSTS": "portal.example",
    "TRUSTED_PROXIES": "1",
    "POSTGRES_PASSWORD": "not-asked",
}


def of_make_start(folder):
    """The environment that `make start` makes where nothing was said: this machine alone, on SQLite."""
    shutil.copytree(ROOT / "deploy" / "setup", folder / "deploy" / "setup")
    script = "source deploy/setup/common.sh; source deploy/setup/data.sh; PORT=8000 real_environment; env -0"
    shown = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=KEPT, capture_output=True, text=True, check=True
    ).stdout
    environment = dict(line.split("=", 1) for line in shown.split("\0") if "=" in line)
    return {name: value.replace("var/", f"{folder}/var/") for name, value in environment.items()}


def of_compose(folder):
    """What the container of the pages gets from deploy/compose.yaml."""
    portal = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())["x-portal"]
    filled = {
        name: str(v).replace("${POSTGRES_PASSWORD:?}", "x") for name, v in portal["environment"].items()
    }
    own = {name: value.replace("/data/", f"{folder}/") for name, value in filled.items()}
    return {**WRITTEN, **own}


def of_systemd(folder):
    """/etc/muntada/env as the units and `.env.example` describe it."""
    data = {name: f"{folder}/{name.lower()}" for name in ("SECRET_KEY_FILE", "KEYRING_FILE")}
    return {**WRITTEN, **data, "DATABASE_URL": "postgres://muntada@localhost/muntada"}


def manage(environment, *arguments):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**KEPT, "DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("way", [of_make_start, of_compose, of_systemd])
def test_nothing_to_say(tmp_path, way):
    environment = way(tmp_path)
    keys = ("--secret", environment["SECRET_KEY_FILE"], "--keyring", environment["KEYRING_FILE"])
    assert manage(environment, "make_keys", *keys).returncode == 0
    answer = manage(environment, "check", "--deploy", "--fail-level", "WARNING")
    assert answer.returncode == 0, answer.stderr
    silenced = {of_make_start: "(4 silenced)"}.get(way, "(0 silenced)")
    assert f"no issues {silenced}" in answer.stdout


def test_nothing_is_silenced_on_a_net(tmp_path):
    """The four are about TLS; a SITE_URL of another machine without it is refused before any check is made."""
    environment = {**of_make_start(tmp_path), "SITE_URL": "http://portal.example"}
    keys = ("--secret", environment["SECRET_KEY_FILE"], "--keyring", environment["KEYRING_FILE"])
    manage(environment, "make_keys", *keys)
    answer = manage(environment, "check", "--deploy")
    assert answer.returncode != 0
    assert "SITE_URL must be https" in answer.stderr
