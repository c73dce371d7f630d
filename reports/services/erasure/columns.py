"""Every column that can hold words, found in the models themselves, so that one that is added later is searched too."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import models
from django.utils.text import capfirst

from common.checks import OUR_APPS
from common.encryption import EncryptedTextField
from forums.models import Programme
from participants.models import Merge, Person
from participants.models.lists import NamedList

#: Not searched, and why: the record holds ids and cannot be changed; an account is not an entry of the directory and is
#: switched off by itself; the rest of other people's apps belongs to accounts and sessions.
_ACCOUNTS = {"account", "auth", "contenttypes", "mfa", "sessions", "sites", "usersessions"}
_PASSED_OVER = {"common.AuditEntry", "accounts.User"}
#: Commitments and codes alone; what they commit to is in `words` and `personal` beside it.
_WITHOUT_WORDS = {
    *("forums.MinutesRevision.content", "forums.MinutesRevision.salt"),
    *(f"participants.Merge.{name}" for name in ("programmes", "moved", "consents")),
    *(f"participants.SheetImport.{name}" for name in ("columns", "counts")),
}
#: Of other entries of the directory: somebody else may have the same name, or share a telephone.
_OF_OTHERS = {"name_ar", "name_en", "known_as", "phone", "email", "replaced"}
_MOST_STEPS = 6
#: Beside the lists with names: rows without a `visible_to` that whoever erases may read.
_READ = {
    *("participants.InstitutionName", "participants.Position", "participants.ContactReading"),
    "participants.Merge",
    "forums.Holiday",
}
#: Rows with a number of their own in the programme, and the letters before it.
_NUMBERED = {"recommendations.Recommendation": "R", "reports.Report": "RPT"}


@dataclass(frozen=True)
class Column:
    """One column of one model. `scope` is the look-up of its programme, empty where rows belong to none.

    A `hidden` one is searched and never shown: ciphertext, work in progress of others, tables of the machine.
    """

    model: type[models.Model]
    name: str
    scope: str
    hidden: bool

    @property
    def label(self) -> str:
        """«forums.Output.text», as it stands in the list of erasures."""
        return f"{self.model._meta.label}.{self.name}"

    @property
    def words(self) -> str:
        """What a page calls it."""
        meta = self.model._meta
        field = meta.get_field(self.name)
        own = str(field.verbose_name) if str(field.verbose_name) != self.name.replace("_", " ") else ""
        return " · ".join(filter(None, [capfirst(str(meta.verbose_name)), own]))

    @property
    def key(self) -> str:
        """The field that names a row from one database to its restored twin."""
        names = {field.name for field in self.model._meta.fields}
        return "public_id" if "public_id" in names else "pk"

    def rows(self, programmes) -> models.QuerySet:
        """The rows of these programmes (a queryset of them), or all where they belong to none."""
        rows = self.model._base_manager.order_by("pk")
        if self.model is Person:
            return rows.filter(pk__in=Person.objects.standing_in(list(programmes)).values("pk"))
        if not self.scope:
            return rows
        by_uuid = self.scope == "programme" and isinstance(
            self.model._meta.get_field("programme"), models.UUIDField
        )
        return rows.filter(**{f"{self.scope}__in": programmes.values("public_id") if by_uuid else programmes})

    def shown_to(self, user, keys) -> set:
        """Those of the rows (primary keys) whose words this reader may read; drafts of others are not among them."""
        if self.hidden:
            return set()
        step, model = "", self.model
        while not hasattr(model._default_manager, "visible_to"):
            name = self.scope.removeprefix(step).partition("__")[0]
            field = model._meta.get_field(name) if name and name != "pk" else None
            if field is None or not field.is_relation:
                return set(keys) if self._is_read_by_offices else set()
            step, model = f"{step}{name}__", field.related_model
        readable = model._default_manager.visible_to(user).values("pk")
        rows = self.model._base_manager.filter(pk__in=keys).filter(**{f"{step or 'pk__'}in": readable})
        return set(rows.values_list("pk", flat=True))

    @property
    def _is_read_by_offices(self) -> bool:
        """Of what belongs to no programme: the reference lists; and why contacts were shown, in their programme."""
        return issubclass(self.model, NamedList) or self.model._meta.label in _READ

    def codes(self, keys) -> dict:
        """{primary key: code of the forum or reference of the recommendation that the row belongs to}."""
        names = {field.name for field in self.model._meta.fields}
        rows = self.model._base_manager.filter(pk__in=keys)
        own = "code" if "code" in names else ""
        if found := own or _step_to(self.scope, "forum", "code"):
            return dict(rows.values_list("pk", found))
        letters = _NUMBERED.get(self.model._meta.label, "R")
        if self.model._meta.label in _NUMBERED:
            number, code = "number", "programme__code"
        else:
            number = _step_to(self.scope, "recommendation", "number")
            code = _step_to(self.scope, "recommendation", "programme__code")
        if not number:
            return {}
        numbered = rows.filter(**{f"{number}__isnull": False}).values_list("pk", code, number)
        return {pk: f"{programme}-{letters}-{count:04d}" for pk, programme, count in numbered}


@cache
def word_columns() -> tuple[Column, ...]:
    """All of them, in the order of the models."""
    return tuple(column for model in apps.get_models() for column in _of(model))


def key_columns(model) -> list[str]:
    """The columns with folded words beside those of a model: keys for searching, of the same words."""
    return [field.name for field in _textual(model) if field.name.startswith("folded")]


def _of(model) -> Iterator[Column]:
    meta = model._meta
    if meta.app_label in _ACCOUNTS or meta.label in _PASSED_OVER or meta.proxy or not meta.managed:
        return
    scope = _scope(model)
    foreign = meta.app_label not in OUR_APPS or (getattr(model, "INNER", False) and not scope)
    for field in _textual(model):
        if field.name.startswith("folded") or f"{meta.label}.{field.name}" in _WITHOUT_WORDS:
            continue
        if model in (Person, Merge) and field.name in _OF_OTHERS:
            continue
        sealed = isinstance(field, EncryptedTextField)
        if sealed and field.purpose == "speakers":
            continue  # Holds an id and no words: `rows.py` finds it.
        yield Column(model, field.name, scope, hidden=foreign or sealed)


def _textual(model) -> list:
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        field for field in model._meta.local_concrete_fields if isinstance(field, kinds) and not field.choices
    ]


def _scope(model) -> str:
    """The shortest way from a row to its programme along keys that are never empty; else its own mention of one."""
    if model is Programme:
        return "pk"
    paths: list[tuple[str, type[models.Model]]] = [("", model)]
    for _step in range(_MOST_STEPS):
        nearer = []
        for path, at in paths:
            for field in at._meta.concrete_fields:
                if not field.is_relation or field.null:
                    continue
                if field.related_model is Programme:
                    return f"{path}{field.name}"
                if field.related_model not in {at, Person}:
                    nearer.append((f"{path}{field.name}__", field.related_model))
        paths = nearer
    return "programme" if any(field.name == "programme" for field in model._meta.fields) else ""


def _step_to(scope, model_name, wanted) -> str:
    """«minutes__forum__code» for a scope that passes through the forum; empty for others."""
    end = f"{model_name}__programme"
    return scope.removesuffix("programme") + wanted if scope.endswith(end) else ""


def changed_strings(value, change: Callable[[str], str]):
    """The value with `change` made in every text of it, however deep in JSON; keys of objects are left alone."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [changed_strings(item, change) for item in value]
    if isinstance(value, dict):
        return {key: changed_strings(item, change) for key, item in value.items()}
    return value


def strings(value) -> Iterator[str]:
    """Every text in a value, however deep in JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)
