"""The operations of a change, each in the caller's transaction: what collided, or nothing; raises ValidationError."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.editing import who_saved
from forums.models import Output
from forums.services import outputs as service
from forums.services.lines.shapes import Collision
from forums.services.lines.values import language_of, line_values
from forums.services.placing import END


def _add(actor, minutes, op):
    there = _outputs(minutes).filter(public_id=op.line).first()
    if there is not None:
        # Sent again under a new key, e.g. after a conflict elsewhere in the change.
        if there.removed_at:
            service.restore_output(actor=actor, output=there)
        return _write(actor, minutes, op)
    if Output.objects.filter(public_id=op.line).exists():
        raise ValidationError(_("This line cannot be added. Please write it in a new line."))
    given = _given(op, op.now["text"])
    given.setdefault("language", language_of(op.now["text"]))
    service.add_output(
        actor=actor, minutes=minutes, public_id=op.line, after=_place(minutes, op.after), **given
    )
    return []


def _write(actor, minutes, op):
    output = _find(minutes, op.line)
    stored = line_values(output)
    now = op.now | ({"language": language_of(op.now.get("text", output.text))} if _by_letters(op) else {})
    changed = [name for name in now if stored[name] != now[name]]
    wrong = [name for name in changed if not _is_as_read(name, stored, op)]
    if wrong:
        by = who_saved(output, actor)
        return [
            Collision(str(op.line), name, op.was.get(name), op.now[name], stored[name], by) for name in wrong
        ]
    if changed and output.removed_at:
        return [Collision(str(op.line), "removed", False, False, True, who_saved(output, actor))]
    if changed:
        given = _given(op, output.text, only=changed)
        service.edit_output(actor=actor, output=output, expected=output.version, **given)
    return []


def _move(actor, minutes, op):
    service.place_output(actor=actor, output=_find(minutes, op.line), after=_place(minutes, op.after))
    return []


def _remove(actor, minutes, op):
    output = _find(minutes, op.line)
    stored, was = line_values(output)["text"], op.was["text"]
    if stored != was and not output.removed_at:
        return [Collision(str(op.line), "text", was, "", stored, who_saved(output, actor))]
    service.remove_output(actor=actor, output=output)
    return []


def _restore(actor, minutes, op):
    service.restore_output(actor=actor, output=_find(minutes, op.line))
    return []


def _outputs(minutes):
    # Each with these very minutes, whose version the services count up.
    found = Output.objects.filter(minutes=minutes)
    return found.select_related("minutes__forum__programme", "spoken_by_category").prefetch_related("themes")


def _find(minutes, line):
    output = _outputs(minutes).filter(public_id=line).first()
    if output is None:
        raise ValidationError(_("This line is no longer in the minutes."))
    return output


def _place(minutes, after):
    if after is None:
        return None
    return Output.objects.kept().filter(minutes=minutes, public_id=after).first() or END


def _by_letters(op):
    return op.now.get("language") == ""


def _is_as_read(name, stored, op):
    # A language that was left to the letters was never another one's choice.
    return name in op.was and op.was[name] in ({stored[name], ""} if name == "language" else [stored[name]])


def _given(op, text, only=None):
    given = {}
    for name, values in op.given.items():
        if only is None or name in only:
            given |= values
    if _by_letters(op) and (only is None or "language" in only):
        given["language"] = language_of(op.now.get("text", text))
    return given


#: name → function of (actor, minutes, op)
OPERATIONS = {"add": _add, "write": _write, "move": _move, "remove": _remove, "restore": _restore}
