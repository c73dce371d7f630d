"""Documents and files: reports that name an erased person are withdrawn, and what may show him is decided by somebody."""

from pathlib import Path

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.arabic import fold
from common.sealed_files import SealedFile, path_of
from common.workflow import walk_by_machine
from forums.models import Forum, SignedSheet
from forums.services.photos import photos_showing
from recommendations.models import Attachment, Evidence
from reports.models import Rendering, Report
from reports.services.files import pdf_path
from reports.states import TRANSITIONS

#: Files about which somebody decides: whether the person is in them no program can tell.
DECIDED = (Attachment, SignedSheet)
#: Of a row about a person in a frozen document these stay; the others would name him again.
_KEPT = {"person", "category", "part", "presence", "remarks"}


def reports_naming(ids: set[str], programmes) -> QuerySet[Report]:
    """Reports of these programmes whose frozen content carries one of these public ids, whatever their state."""
    named = Q()
    for one in ids:
        named |= Q(text__contains=one)
    found = Report.objects.filter(programme__in=programmes).alias(text=Cast("frozen", TextField()))
    return found.filter(named) if ids else found.none()


def without_person(value, ids: set[str], name: str):
    """A frozen content in which every row that carries one of the ids is emptied; the hash that was printed stays.

    Rows that were frozen after his erasure, or emptied by it, are left as they are.
    """
    if isinstance(value, list):
        return [without_person(item, ids, name) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("person") in ids and not _is_empty(value, name):
        return {
            key: item if key in _KEPT else _emptied(item, name if key == "name" else "")
            for key, item in value.items()
        }
    return {key: without_person(item, ids, name) for key, item in value.items()}


def withdraw_reports(reports) -> list[Path]:
    """Withdraw these reports and forget what was made of them; the paths of their files, which the caller removes.

    A draft is thrown away. Number, hashes and the copies given out stay known.
    """
    files = []
    for report in reports:
        if report.file_name:
            files.append(pdf_path(report.file_name))
        if (report.state, "erase") in TRANSITIONS:
            report.withdrawn_at = timezone.now()
            with override(report.languages[0]):
                report.withdrawn_because = _("A person who was named in it was erased.")
            walk_by_machine(
                subject=report,
                action="erase",
                table=TRANSITIONS,
                fields=["withdrawn_at", "withdrawn_because"],
            )
        Report.objects.filter(pk=report.pk).update(file_name="")
    Rendering.objects.filter(report__in=[report.pk for report in reports]).delete()
    return files


def files_about(people: list[int], programmes, *, letters=(), evidence=()) -> QuerySet[Attachment]:
    """Scans and pictures that may show one of these persons: of letters and evidence about his forums.

    `letters` and `evidence`: primary keys of those whose own text names him.
    """
    forums = Forum.objects.filter(programme__in=programmes).filter(
        Q(attendances__person__in=people) | Q(acknowledgements__person__in=people)
    )
    mine = Q(letter__forum__in=forums) | Q(letter__in=letters) | Q(evidence__in=evidence)
    for path in ("letter__recommendations", "evidence__update__addressee__recommendation"):
        mine |= Q(**{f"{path}__sources__minutes__forum__in": forums})
    found = Attachment.objects.filter(mine).values("pk")
    return Attachment.objects.filter(pk__in=found).select_related("letter", "evidence__update")


def signed_sheets_about(people: list[int], programmes) -> QuerySet[SignedSheet]:
    """Scans of signed sheets of his forums. Who erases does not open them: they are decided about unseen."""
    forums = Forum.objects.filter(programme__in=programmes, attendances__person__in=people)
    return SignedSheet.objects.filter(forum__in=forums.values("pk")).select_related("forum")


def files_called(public_ids) -> list[SealedFile]:
    """Attachments and signed sheets with these public ids."""
    return [row for model in DECIDED for row in model._base_manager.filter(public_id__in=public_ids)]


def keep_because(public_ids, because: str) -> None:
    """Write at each of these files why it stays."""
    for model in DECIDED:
        model._base_manager.filter(public_id__in=public_ids).update(kept_because=because)


def delete_files(rows: list[SealedFile]) -> list[Path]:
    """Delete these files; the paths of their contents. Evidence that is gone was *seen, not kept*."""
    attachments = [row for row in rows if isinstance(row, Attachment)]
    Evidence.objects.filter(attachment__in=attachments).update(kind=Evidence.Kind.SEEN)
    for row in rows:
        row.delete()
    return [path_of(row) for row in rows]


def delete_photos(people: list[int]) -> list[Path]:
    """Delete every picture in which one of these persons is; the paths of their contents."""
    return delete_files(list(photos_showing(people)))


def _is_empty(row, name) -> bool:
    """Whether the row tells of nobody: no words but those that stand for an erased person."""
    said = [fold(text) for key, item in row.items() if key not in _KEPT for text in _texts(item)]
    return set(said) <= {fold(name), fold(_("erased person"))}


def _texts(item) -> list[str]:
    text = item.get("text", "") if isinstance(item, dict) else item
    return [text] if isinstance(text, str) and text else []


def _emptied(value, name):
    if isinstance(value, dict):
        return {key: _emptied(item, name) if key == "text" else item for key, item in value.items()}
    return name if isinstance(value, str) else value
