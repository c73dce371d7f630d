"""What can go wrong before the portal serves its first page, and that it is said in one line."""

import json
import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASKED_FOR = (
    "DEMO",
    "DEBUG",
    "DATABASE_URL",
    "SECRET_KEY",
    "SECRET_KEY_FILE",
    "KEYRING_FILE",
    "TEST_DATABASE_URL",
)


@pytest.fixture
def elsewhere(tmp_path):
    """A folder with the set-up scripts and nothing else: no run can touch the data of this one."""
    shutil.copytree(ROOT / "deploy" / "setup", tmp_path / "deploy" / "setup")
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    (tmp_path / "var").mkdir()
    return tmp_path


def run_script(folder, *arguments, **environment):
    """Run a set-up script of `folder` in an environment without this test run's own settings."""
    clean = {name: value for name, value in os.environ.items() if name not in ASKED_FOR}
    return subprocess.run(
        ["bash", *arguments],
        cwd=folder,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return str(port)


def assert_refused(result, *words):
    assert result.returncode == 1
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("Muntada: ")
    for word in words:
        assert word in lines[0]


@pytest.mark.parametrize("mode", ["demo", "real"])
def test_port_in_use_is_one_line(elsewhere, mode):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run_script(elsewhere, "deploy/setup/serve.sh", mode, PORT=str(port))
    assert_refused(result, f"port {port}", f"PORT={port + 1}")
    assert not list((elsewhere / "var").glob("*.sqlite3"))


def test_port_that_is_no_number(elsewhere):
    assert_refused(run_script(elsewhere, "deploy/setup/serve.sh", "demo", PORT="80a"), "«80a»")


@pytest.mark.parametrize("name", ["DEMO", "DEBUG"])
@pytest.mark.parametrize("place", ["environment", "file"])
def test_real_use_refuses_demo_and_debug(elsewhere, free_port, name, place):
    environment = {name: "1"} if place == "environment" else {}
    if place == "file":
        (elsewhere / ".env").write_text(f"{name}=True\n")
    result = run_script(elsewhere, "deploy/setup/serve.sh", "real", PORT=free_port, **environment)
    assert_refused(result, f"{name} is on")


def test_real_use_refuses_the_demo_database(elsewhere, free_port):
    url = "sqlite:///var/demo.sqlite3"
    result = run_script(elsewhere, "deploy/setup/serve.sh", "real", PORT=free_port, DATABASE_URL=url)
    assert_refused(result, "demo database")


@pytest.mark.parametrize(("mode", "prefix"), [("real", ""), ("demo", "demo-")])
def test_no_new_keyring_beside_old_data(elsewhere, free_port, mode, prefix):
    """A new keyring would leave the encrypted columns unreadable without a word."""
    database = {"real": "muntada.sqlite3", "demo": "demo.sqlite3"}[mode]
    (elsewhere / "var" / database).write_bytes(b"data")
    result = run_script(elsewhere, "deploy/setup/serve.sh", mode, PORT=free_port)
    assert_refused(result, f"var/{prefix}keyring is gone")
    assert not (elsewhere / "var" / f"{prefix}keyring").exists()


def test_keys_that_others_can_read(elsewhere, free_port):
    (elsewhere / "var" / "keyring").write_text("{}")
    (elsewhere / "var" / "keyring").chmod(0o640)
    result = run_script(elsewhere, "deploy/setup/serve.sh", "real", PORT=free_port)
    assert_refused(result, "chmod 600 var/keyring")


def test_the_throw_away_cluster_leaves_nothing(elsewhere):
    script = elsewhere / "try.sh"
    script.write_text(
        "source deploy/setup/common.sh; source deploy/setup/postgres.sh; cluster_bin >/dev/null || exit 77\n"
        "trap stop_cluster EXIT; start_cluster; echo $CLUSTER; ls -A $CLUSTER; exit 3\n"
    )
    # Its server runs as another user, who may not enter this run's own temporary folder.
    result = run_script(elsewhere, "try.sh", TMPDIR="/tmp")  # noqa: S108  mktemp makes a folder of its own there
    if result.returncode == 77:
        pytest.skip("PostgreSQL is not installed")
    assert result.returncode == 3, result.stderr
    folder, *content = result.stdout.split()
    assert ".s.PGSQL.54329" in content
    assert not Path(folder).exists()


def test_locks_name_no_place_of_origin():
    """The same lock must serve whoever has a mirror; hashes say what is right, not addresses."""
    for name in ("requirements.txt", "requirements-dev.txt", "deploy/setup/nodejs.txt"):
        text = (ROOT / name).read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert all("resolved" not in package for package in packages.values())
    assert all("integrity" in package for name, package in packages.items() if name)
