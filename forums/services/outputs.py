"""What was said: rows of outputs, their order and their links. Who said it: `speakers.py`."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import audit
from common.versions import save_if_current
from forums.models import Output, OutputLink
from forums.services.placing import END, put
from forums.services.speakers import drop_unsealed
from forums.services.writing import begin_writing, touch

FIELDS = {"kind", "text", "language", "translation", "spoken_by", "spoken_by_category", "attribution"} | {
    "narrowed_to"
}


@transaction.atomic
def add_output(*, actor, minutes, kind, text, themes=(), after=END, public_id=None, **fields) -> Output:
    """Add one output: at the end of the list, first (`after` None), or after another one of the same minutes.

    `public_id`: where the browser has named it already. Raises ValidationError, PermissionDenied, MinutesClosed.
    """
    begin_writing(actor=actor, minutes=minutes)
    _require_known(fields)
    last = minutes.outputs.aggregate(last=Max("position"))["last"]
    fields.setdefault("attribution", minutes.forum.programme.attribution)
    output = Output(minutes=minutes, kind=kind, text=text.strip(), position=(last or 0) + 1, **fields)
    if public_id is not None:
        output.public_id = public_id
    _require_whole(output)
    output.note_translator(actor, [name for name in ("translation",) if output.translation])
    output.save()
    if after != END:
        put(output, after)
    output.themes.set(themes)
    touch(minutes)
    _record(actor, "add_output", output)
    return output


@transaction.atomic
def edit_output(*, actor, output, expected, themes=None, **fields) -> Output:
    """Write one output, if it is still at version `expected`.

    A translation whose original changed is kept, but nobody has checked it any more. A speaker whom the new
    attribution does not allow is forgotten, unless sealed.
    Raises StaleVersion, ValidationError, PermissionDenied, MinutesClosed.
    """
    begin_writing(actor=actor, minutes=output.minutes)
    _require_known(fields)
    changed = sorted(name for name, value in fields.items() if getattr(output, name) != value)
    for name in changed:
        setattr(output, name, fields[name])
    _require_whole(output)
    changed += output.note_translator(actor, changed)
    save_if_current(output, expected=expected, fields=changed)
    if not output.may_have_speaker:
        drop_unsealed(output)
    if themes is not None:
        output.themes.set(themes)
    touch(output.minutes)
    _record(actor, "edit_output", output, {"fields": changed})
    return output


@transaction.atomic
def move_output(*, actor, output, up: bool) -> None:
    """Exchange an output with its neighbour; nothing happens at the end of the list, or where it was taken out."""
    begin_writing(actor=actor, minutes=output.minutes)
    rows = list(output.minutes.outputs.kept().order_by("position", "id"))
    if output not in rows:
        return
    place = rows.index(output)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    # Numbered anew as a whole: positions of removed rows may have left equal ones behind.
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            save_if_current(row, expected=row.version, fields=["position"])
    touch(output.minutes)
    _record(actor, "move_output", output)


@transaction.atomic
def place_output(*, actor, output, after) -> None:
    """Put an output first (`after` None), after another one, or at the end; nothing happens where it stands there already,
    or was taken out.
    """
    begin_writing(actor=actor, minutes=output.minutes)
    if output.removed_at is None and put(output, after):
        touch(output.minutes)
        _record(actor, "move_output", output)


@transaction.atomic
def remove_output(*, actor, output) -> None:
    """Take an output out of the draft; it can be put back until approval.

    Raises ValidationError where a recommendation stands on it: that must be withdrawn first.
    """
    if output.recommendations.filter(standing="open").exists():
        raise ValidationError(_("A recommendation stands on this output. Withdraw the recommendation first."))
    _set_removed(actor, output, timezone.now(), "remove_output")


@transaction.atomic
def restore_output(*, actor, output) -> None:
    """Put an output back where it was."""
    _set_removed(actor, output, None, "restore_output")


@transaction.atomic
def link_outputs(*, actor, source, target, kind) -> OutputLink:
    """Say that two outputs belong together. Saying it twice returns the link that stands."""
    begin_writing(actor=actor, minutes=source.minutes)
    if source.pk == target.pk:
        raise ValidationError(_("An output cannot be linked to itself."))
    link, created = OutputLink.objects.get_or_create(source=source, target=target, kind=kind)
    if created:
        touch(source.minutes)
        _record(actor, "link_outputs", source, {"target": target.public_id, "kind": kind})
    return link


@transaction.atomic
def unlink_outputs(*, actor, source, kind) -> None:
    """Take back what `link_outputs` said of one kind; where nothing was said, nothing happens."""
    begin_writing(actor=actor, minutes=source.minutes)
    removed, _rows = OutputLink.objects.filter(source=source, kind=kind).delete()
    if removed:
        touch(source.minutes)
        _record(actor, "unlink_outputs", source, {"kind": kind})


def _require_whole(output) -> None:
    if not output.text:
        raise ValidationError({"text": _("Please write what was said.")})
    named = output.spoken_by == Output.SpokenBy.CATEGORY
    if named and output.spoken_by_category is None:
        raise ValidationError({"spoken_by": _("Please choose the category that said it.")})
    if not named:
        output.spoken_by_category = None


def _set_removed(actor, output, moment, action) -> None:
    begin_writing(actor=actor, minutes=output.minutes)
    if bool(output.removed_at) == bool(moment):
        return
    output.removed_at = moment
    save_if_current(output, expected=output.version, fields=["removed_at"])
    touch(output.minutes)
    _record(actor, action, output)


def _require_known(fields) -> None:
    if unknown := set(fields) - FIELDS:
        raise TypeError(f"Unknown fields of an output: {sorted(unknown)}")


def _record(actor, action, output, details=None) -> None:
    forum = output.minutes.forum
    audit.append(
        actor=actor,
        action=f"forums.{action}",
        subject=output,
        programme=forum.programme,
        details={"forum": forum.public_id, **(details or {})},
    )
