"""Checks that are data: cells of the rights table, names of permissions, arrows, rights of pages, the middleware."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, get_resolver
from django.utils.module_loading import import_string
from rules.permissions import permissions

from accounts.models import Role
from accounts.rights import RIGHTS
from common.workflow import MACHINE, Arrow

from . import switches
from .source import APPS

#: What every signed-in account holds.
SIGNED_IN = "accounts.view_home"


class Cell(str):
    """A cell whose letters can be turned: there where it lacks, away where it stands."""

    names: dict[str, str]

    def __contains__(self, letter):
        name = self.names.get(letter)
        return str.__contains__(self, letter) != (name is not None and switches.is_turned(name))


class Line(dict):
    """A line of the rights table that also has a cell for each role that holds nothing.

    ANYBODY is no role: nothing asks that column, the public page stands for it.
    """

    def __init__(self, data, cells):
        super().__init__(cells)
        letters = sorted(set("".join(cells.values())))
        self.cells: dict[str, Cell] = {}
        for role in Role:
            cell = self.cells[str(role)] = Cell(cells.get(role, ""))
            cell.names = {
                letter: switches.add(
                    f"rights {data} × {role}: {letter}",
                    f"the letter {letter} {'dropped' if str.__contains__(cell, letter) else 'added'}",
                )
                for letter in letters
            }

    def get(self, role, default=None):
        """The cell of a role, empty or not."""
        return self.cells.get(str(role), super().get(role, default))


class Judge:
    """A permission whose answer can be turned to always yes or always no."""

    def __init__(self, name, predicate):
        self.predicate = predicate
        self.yes = switches.add(f"permission {name} → always yes", "anybody holds it")
        self.no = switches.add(f"permission {name} → always no", "nobody holds it")

    def test(self, *args):
        """As `rules` asks."""
        answer = self.predicate.test(*args)
        yes, no = switches.is_turned(self.yes), switches.is_turned(self.no)
        return (answer or yes) and not no


class OpenArrow(Arrow):
    """An arrow that everybody who is signed in may walk while its switch is turned."""

    def __getattribute__(self, name):
        value = object.__getattribute__(self, name)
        if name == "permission" and switches.is_turned(object.__getattribute__(self, "mutant")):
            return SIGNED_IN
        return value


class OpenPage:
    """A class's `permission` that asks for no more than signing in while its switch is turned."""

    def __init__(self, mutant, permission):
        self.mutant, self.permission = mutant, permission

    def __get__(self, view, owner=None):
        return SIGNED_IN if switches.is_turned(self.mutant) else self.permission


def put_in(tables) -> None:
    """Put switches into all of them; `tables` are the dicts of arrows by name."""
    for data, cells in RIGHTS.items():
        RIGHTS[data] = Line(data, cells)
    for name, predicate in list(permissions.items()):
        # Past the `__setitem__` of the set, which would make a predicate of it.
        dict.__setitem__(permissions, name, Judge(name, predicate))
    for table, arrows in tables.items():
        for (state, action), arrow in arrows.items():
            if arrow.permission != MACHINE:
                arrows[state, action] = _open_arrow(f"arrow {table} {state} {action}", arrow)
    for name, view in _pages():
        _open(view, f"page {name}")
    for model, one in admin.site._registry.items():
        if getattr(one, "permission", ""):
            _open(type(one), f"back office {model._meta.label}")
    for path in settings.MIDDLEWARE:
        if path.partition(".")[0] in APPS:
            _leave_out(import_string(path), path)


def _open_arrow(name, arrow):
    opened = OpenArrow(arrow.to, arrow.permission, arrow.needs_note)
    object.__setattr__(
        opened, "mutant", switches.add(name, f"asks for signing in alone, not {arrow.permission}")
    )
    return opened


def _open(view, name):
    permission = view.permission
    if isinstance(permission, str):
        mutant = switches.add(name, f"asks for signing in alone, not {permission}")
        view.permission = OpenPage(mutant, permission)


def _leave_out(middleware, path):
    mutant, call = switches.add(f"middleware {path}", "left out"), middleware.__call__

    def passing(self, request):
        return self.get_response(request) if switches.is_turned(mutant) else call(self, request)

    middleware.__call__ = passing
    for name in ("process_view", "process_exception"):
        if hasattr(middleware, name):
            setattr(middleware, name, _silent(mutant, getattr(middleware, name)))


def _silent(mutant, method):
    """A hook of middleware that says nothing while its switch is turned."""

    def silent(self, request, *args, **kwargs):
        return None if switches.is_turned(mutant) else method(self, request, *args, **kwargs)

    return silent


def _pages():
    """(address, class) of every page of ours that names a permission of its own right."""
    seen = set()

    def walk(resolver, namespaces):
        for pattern in resolver.url_patterns:
            if not isinstance(pattern, URLPattern):
                yield from walk(
                    pattern, [*namespaces, pattern.namespace] if pattern.namespace else namespaces
                )
                continue
            view = getattr(pattern.callback, "view_class", None)
            if (
                view is not None
                and getattr(view, "permission", "") not in ("", SIGNED_IN)
                and view not in seen
            ):
                seen.add(view)
                yield ":".join([*namespaces, pattern.name]), view

    return walk(get_resolver(), [])
