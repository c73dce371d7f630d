"""Texts that code and templates ask gettext for, read without the gettext tools."""

import ast
import re
import subprocess
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[2]
FILE = ROOT / "locale" / "ar" / "LC_MESSAGES" / "django.po"
#: function → places of context, singular and plural among its arguments.
CALLS = {
    name + ending: places
    for name, places in {
        "gettext": (None, 0, None),
        "ngettext": (None, 0, 1),
        "pgettext": (0, 1, None),
        "npgettext": (0, 1, 2),
    }.items()
    for ending in ("", "_lazy", "_noop")
}
#: The only other name that gettext's own tools know.
ALIASES = {"_": "gettext"}
_TEMPLATE_CALL = re.compile(r"\b(?:n?p?gettext|_)\((?:[^()\"']|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')*\)")


def sources(suffix):
    """Files of the project that git knows or would take, tests apart."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", f"*{suffix}"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return [
        ROOT / name for name in names if name and not name.startswith("tests/") and (ROOT / name).is_file()
    ]


def asked_in(tree):
    """(context, text) of each call in a syntax tree whose text is a plain string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            places = CALLS.get(ALIASES.get(node.func.id, node.func.id))
            if places and len(node.args) > places[1]:
                context, text = (None if n is None else _string(node.args[n]) for n in places[:2])
                if text:
                    yield context, text


def asked_by_code():
    """(context, text) → files of the Python code."""
    found = {}
    for path in sources(".py"):
        for asked in asked_in(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(asked, []).append(path.relative_to(ROOT).as_posix())
    return found


def asked_by_templates():
    """(context, text) → files of the templates."""
    found = {}
    for path in (*sources(".html"), *sources(".txt")):
        if "templates" not in path.parts:
            continue
        for call in _TEMPLATE_CALL.finditer(templatize(path.read_text(encoding="utf-8"), origin=str(path))):
            for asked in asked_in(ast.parse(call[0])):
                found.setdefault(asked, []).append(path.relative_to(ROOT).as_posix())
    return found


def _string(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
