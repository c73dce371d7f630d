"""The house is laid out as docs/architecture.md says: layers, sizes, and what stands in no file."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[1]
#: From left to right; a foreign key points to the same app or to one on its right.
ORDER = ["reports", "recommendations", "forums", "participants", "accounts", "common"]
#: The only keys that point left, declared as strings so that nothing is imported.
LEFTWARD = {
    ("accounts.Membership", "programme", "forums.Programme"),
    ("accounts.Membership", "institution", "participants.Institution"),
}
SIZES = {
    "states": 60,
    "rules": 100,
    "forms": 150,
    "services": 200,
    "models": 250,
    "views": 250,
}
TEMPLATE_LINES, TEST_LINES = 150, 300
BIDI = {chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def tracked(*suffixes):
    """Files of the project with these endings: those that git knows, or would take."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    names = [name for name in listing.split("\0") if name]
    assert len(names) > 100, "git lists no files"
    return [ROOT / name for name in names if name.endswith(suffixes) and (ROOT / name).is_file()]


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def relations():
    """(model, field, target) of each key between our apps."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in ORDER:
            for field in (*model._meta.fields, *model._meta.local_many_to_many):
                target = field.related_model
                if target is not None and target._meta.app_label in ORDER:
                    yield model, field, target


def test_keys_point_right_and_two_do_not():
    leftward = {
        (model._meta.label, field.name, target._meta.label)
        for model, field, target in relations()
        if ORDER.index(target._meta.app_label) < ORDER.index(model._meta.app_label)
    }
    assert leftward == LEFTWARD


def test_the_two_that_point_left_are_strings():
    """An import there would close the circle that the layers forbid."""
    source = (ROOT / "accounts" / "models" / "memberships.py").read_text(encoding="utf-8")
    assert '"forums.Programme"' in source
    assert '"participants.Institution"' in source
    assert not re.search(r"^\s*(from|import) (forums|participants)", source, re.MULTILINE)


def test_users_are_named_by_setting_or_from_the_right():
    for model, field, target in relations():
        if target._meta.label == "common.AuditEntry":
            pytest.fail(f"{model._meta.label}.{field.name} points at the audit record")


def module_kind(path):
    """ "services" for forums/services.py and forums/services/minutes.py."""
    relative = path.relative_to(ROOT).parts
    if relative[0] not in ORDER or path.suffix != ".py":
        return None
    names = {part.removesuffix(".py") for part in relative[1:]}
    return next((kind for kind in SIZES if kind in names), None)


def test_modules_keep_their_size():
    long = {
        str(path.relative_to(ROOT)): lines(path)
        for path in tracked(".py")
        if (kind := module_kind(path)) and lines(path) > SIZES[kind]
    }
    assert long == {}


def test_templates_keep_their_size():
    folder = ROOT / "templates"
    long = {
        str(path): lines(path)
        for path in tracked(".html")
        if folder in path.parents and lines(path) > TEMPLATE_LINES
    }
    assert long == {}


def test_tests_keep_their_size():
    folder = ROOT / "tests"
    long = {
        str(path): lines(path)
        for path in tracked(".py")
        if folder in path.parents and lines(path) > TEST_LINES
    }
    assert long == {}


def test_there_is_no_attic():
    assert [path for path in tracked(".py") if path.name in ("utils.py", "helpers.py", "misc.py")] == []


TEXT = (
    ".py",
    ".html",
    ".css",
    ".js",
    ".md",
    ".toml",
    ".yml",
    ".yaml",
    ".sh",
    ".cfg",
    ".txt",
    ".in",
    ".po",
    ".json",
    ".conf",
    ".service",
    ".csv",
)


def test_bidi_controls_stand_in_source_as_escapes_only():
    """They reorder what a reader of the source sees. The catalogue and the data are read by machines only."""
    code = tracked(".py", ".html", ".css", ".js", ".sh", ".toml", ".po", ".json", ".csv", ".md")
    found = {str(path.relative_to(ROOT)) for path in code if BIDI & set(path.read_text(encoding="utf-8"))}
    assert found == set()


#: Written in two pieces, so that this file does not hold what it forbids.
FORBIDDEN = [
    "/" + "work/", "/" + "tmp/w", "../" + "shared", "TO" + "DO", "FIX" + "ME", "XX" + "X:", "lorem " + "ipsum",
    "BEGIN RSA " + "PRIVATE", "BEGIN " + "PRIVATE KEY",
]  # fmt: skip


def test_no_file_holds_paths_of_one_machine_or_leftovers():
    found = {
        (str(path.relative_to(ROOT)), word)
        for path in tracked(*TEXT, "Makefile", "LICENSE", ".example")
        for word in FORBIDDEN
        if word in path.read_text(encoding="utf-8")
    }
    assert found == set()


def test_installed_packages_come_from_the_reader_s_own_registry():
    """Lock files name hashes, not hosts: a mirror of one machine would lock out all others."""
    for path in tracked("requirements.txt", "requirements-dev.txt", "nodejs.txt"):
        assert not re.search(r"https?://|--index-url|--extra-index", path.read_text(encoding="utf-8")), path
    for path in tracked("package-lock.json"):
        hosts = set(re.findall(r"\"resolved\": \"https?://([^/\"]+)", path.read_text(encoding="utf-8")))
        assert hosts <= {"registry." + "npmjs.org"}, path


def our_python():
    folders = {ROOT / app for app in (*ORDER, "config")}
    return [path for path in tracked(".py") if folders & set(path.parents) and "migrations" not in path.parts]


def test_public_functions_and_classes_say_what_they_are_for():
    """Docstrings on modules, public classes, and public functions of services, rules and common."""
    missing = []
    for path in our_python():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        relative = path.relative_to(ROOT)
        if tree.body and not ast.get_docstring(tree):
            missing.append(str(relative))
        for node in tree.body:
            public = isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                missing.append(f"{relative}:{node.name}")
    assert missing == []


def test_services_take_keywords_and_name_their_actor():
    """Verb first, keyword-only. A service that reads, or that the machine alone calls, needs no actor."""
    wrong = []
    for path in our_python():
        if module_kind(path) != "services":
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            atomic = isinstance(node, ast.FunctionDef) and any(
                "atomic" in ast.unparse(decorator) for decorator in node.decorator_list
            )
            if not atomic or node.name.startswith("_"):
                continue
            positional = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
            keywords = [argument.arg for argument in node.args.kwonlyargs]
            if positional or ("actor" not in keywords and "first_administrator" not in node.name):
                wrong.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert wrong == []


def writes_state(node):
    """`x.state = …`, `update(state=…)` or `save…(fields=["state"])`."""
    if isinstance(node, ast.Assign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        # `self.state` in an exception's __init__ is no row's.
        return any(
            isinstance(t, ast.Attribute) and t.attr == "state" and ast.unparse(t) != "self.state"
            for t in targets
        )
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func).rpartition(".")[2]
        if name in ("update", "update_or_create", "bulk_update"):
            return any(keyword.arg == "state" for keyword in node.keywords)
        if name in ("save", "save_if_current"):
            return any("'state'" in ast.unparse(keyword.value) for keyword in node.keywords)
    return False


def test_only_the_walk_writes_a_state():
    """Reading one anew is allowed; writing stands in the workflow alone."""
    found = {
        str(path.relative_to(ROOT))
        for path in our_python()
        if any(writes_state(node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert found == {"common/workflow.py"}


def test_no_view_is_exempt_from_csrf_and_nothing_is_marked_safe_by_views():
    for path in our_python():
        source = path.read_text(encoding="utf-8")
        assert "csrf_exempt" not in source, path
        if "templatetags" not in path.parts and "pdf" not in path.parts:
            assert "mark_safe" not in source, path


def test_templates_hold_no_inline_code_and_mark_nothing_safe():
    """Crispy hands its layout templates `fields` as rendered HTML; nothing else is taken over unescaped."""
    inline = re.compile(
        r"<script(?![^>]*(?:\bsrc=|application/json))|<style|\sstyle=|\son[a-z]+=\"|javascript:|(?<!fields)\|safe\b"
    )
    found = []
    for path in tracked(".html"):
        if "pdf" in path.parts or ROOT / "templates" not in path.parents:
            continue
        match = inline.search(path.read_text(encoding="utf-8"))
        if match:
            found.append((str(path.relative_to(ROOT)), match.group()))
    assert found == []


def test_own_css_names_logical_sides_only():
    physical = re.compile(
        r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|float:\s*(?:left|right)|(?<![\w-])(?:left|right):"
    )
    for path in tracked(".css"):
        if not {"vendor", "tests", "pdf"} & set(path.parts):
            assert physical.findall(path.read_text(encoding="utf-8")) == [], path
