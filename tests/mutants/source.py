"""Checks that stand in the code itself: each is compiled with a switch beside it.

Everywhere: `x.has_perm(…)` → yes, `require(…)` → nothing, `rows.visible_to(…)` → `rows.all()`, the three questions to
the rights table → yes. In what guards (GUARDS, GUARDING) also: one operand of `and`/`or` left out, a comparison or a
`not` turned round, an `if` never, one side of `|` and `&` and one `filter` or `exclude` left out.
"""

import ast
import copy
import gc
import types
from collections import defaultdict
from importlib import import_module
from pathlib import Path

from . import switches

ROOT = Path(__file__).parents[2]
APPS = ("accounts", "common", "participants", "forums", "recommendations", "reports")
#: Not served to anybody: commands, the demo, the pictures, and what has been run.
LEFT_OUT = ("management", "migrations", "demo")
LEFT_OUT_FILES = {"reports/pages.py", "reports/page_subjects.py", "reports/back_office_pages.py"}
#: Files of which every condition is a guard.
GUARDS = {
    *("accounts/rights.py", "accounts/middleware.py", "accounts/signin/middleware.py", "common/access.py"),
    *("recommendations/visibility.py",),
}
#: Functions of which the same is true, wherever they stand.
GUARDING = {
    *("visible_to", "awaiting", "usable_by", "current", "who_may_be_second", "may_be_second", "roles"),
    *("has_perm", "is_staff", "current_memberships", "standing_in", "scope", "guarded"),
    "has_second_factor",
}
QUESTIONS = {"holds", "holds_anywhere", "administers"}
NARROWING = {"filter", "exclude"}


def sources():
    """Every file of the portal that may hold a check."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not set(LEFT_OUT) & set(path.parts) and name not in LEFT_OUT_FILES:
                yield name, path


def is_guard(name: str) -> bool:
    """Whether all of the file is about who may."""
    return name in GUARDS or name.endswith("/rules.py") or "/rules/" in name


class Switches(ast.NodeTransformer):
    """Puts a switch beside each check of one file."""

    def __init__(self, name: str):
        self.name, self.scope = name, []

    @property
    def guards(self):
        return is_guard(self.name) or bool(GUARDING & set(self.scope))

    def visit_FunctionDef(self, node):
        """Decorators and defaults are run once, when the file is read: only the body can be switched."""
        self.scope.append(node.name)
        node.body = [self.visit(statement) for statement in node.body]
        self.scope.pop()
        return node

    def visit_ClassDef(self, node):
        self.scope.append(node.name)
        node.body = [self.visit(part) if isinstance(part, ast.FunctionDef) else part for part in node.body]
        self.scope.pop()
        return node

    def visit_Module(self, node):
        kinds = (ast.FunctionDef, ast.ClassDef)
        node.body = [self.visit(part) if isinstance(part, kinds) else part for part in node.body]
        return node

    def visit_AnnAssign(self, node):
        if node.value:
            node.value = self.visit(node.value)
        return node

    def beside(self, node, instead, words):
        """`instead` if the switch is turned, else the node as it is."""
        where = ".".join(self.scope)
        name = switches.add(f"{self.name} {where}: {words}", words)
        turned = ast.Call(ast.Name("__is_turned__", ast.Load()), [ast.Constant(name)], [])
        return ast.fix_missing_locations(ast.copy_location(ast.IfExp(turned, instead, node), node))

    def visit_Call(self, node):
        plain = copy.deepcopy(node)
        self.generic_visit(node)
        called = node.func
        if isinstance(called, ast.Name) and called.id in QUESTIONS and called.id != self.scope[-1]:
            return self.beside(node, ast.Constant(True), f"{text(plain)} → yes")
        if isinstance(called, ast.Name) and called.id == "require":
            return self.beside(node, ast.Constant(None), f"{text(plain)} left out")
        if not isinstance(called, ast.Attribute):
            return node
        if called.attr == "has_perm" and text(called.value) != "rules":
            return self.beside(node, ast.Constant(True), f"{text(plain)} → yes")
        narrows = called.attr == "visible_to" or (self.guards and called.attr in NARROWING)
        if narrows and node.args + node.keywords:
            everything = ast.Call(ast.Attribute(copy.deepcopy(plain.func.value), "all", ast.Load()), [], [])
            return self.beside(node, everything, f"{text(plain)} → all()")
        return node

    def visit_BoolOp(self, node):
        plain = copy.deepcopy(node)
        self.generic_visit(node)
        if self.guards:
            nothing = isinstance(node.op, ast.And)
            for place, value in enumerate(node.values):
                words = f"{text(plain.values[place])} left out of «{text(plain)}»"
                node.values[place] = self.beside(value, ast.Constant(nothing), words)
        return node

    def visit_Compare(self, node):
        plain = copy.deepcopy(node)
        self.generic_visit(node)
        if not self.guards:
            return node
        return self.beside(node, ast.UnaryOp(ast.Not(), copy.deepcopy(plain)), f"not ({text(plain)})")

    def visit_UnaryOp(self, node):
        plain = copy.deepcopy(node)
        self.generic_visit(node)
        if self.guards and isinstance(node.op, ast.Not):
            return self.beside(node, copy.deepcopy(plain.operand), f"«not» left out of «{text(plain)}»")
        return node

    def visit_BinOp(self, node):
        plain = copy.deepcopy(node)
        self.generic_visit(node)
        if self.guards and isinstance(node.op, ast.BitOr | ast.BitAnd):
            for side, other in (("left", plain.right), ("right", plain.left)):
                words = f"{text(getattr(plain, side))} left out of «{text(plain)}»"
                node = self.beside(node, copy.deepcopy(other), words)
        return node

    def visit_If(self, node):
        plain = copy.deepcopy(node.test)
        self.generic_visit(node)
        if self.guards:
            node.test = self.beside(node.test, ast.Constant(False), f"«if {text(plain)}» never")
        return node


def text(node) -> str:
    """The code of a node on one short line."""
    words = " ".join(ast.unparse(node).split())
    return words if len(words) <= 110 else f"{words[:107]}…"


def put_in() -> None:
    """Give every function that has checks a body with switches.

    A file that is loaded where it is first needed (middleware, kinds of sheets) is loaded now: else it came without.
    """
    switched = list(switched_files())
    for path, _ in switched:
        import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    alive = defaultdict(list)
    for thing in gc.get_objects():
        if isinstance(thing, types.FunctionType) and thing.__code__.co_filename.startswith(str(ROOT)):
            code = thing.__code__
            alive[code.co_filename, code.co_qualname, code.co_firstlineno].append(thing)
    for path, tree in switched:
        for code in codes(compile(tree, str(path), "exec", dont_inherit=True)):
            for function in alive.get((str(path), code.co_qualname, code.co_firstlineno), ()):
                if function.__code__.co_freevars == code.co_freevars:
                    function.__code__ = code


def switched_files():
    """(file, tree with switches) of each file that has checks."""
    for name, path in sources():
        before = len(switches.MUTANTS)
        tree = Switches(name).visit(ast.parse(path.read_text(encoding="utf-8")))
        if len(switches.MUTANTS) > before:
            yield path, tree


def codes(code):
    """All code objects inside one, functions in functions too."""
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield constant
            yield from codes(constant)
