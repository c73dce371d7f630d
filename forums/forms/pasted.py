"""A pasted column of names: what each line is taken for, and what is to be done with it."""

from dataclasses import dataclass, field

from forums.forms import choices
from forums.forms.attendance import LISTS, NOTHING
from forums.forms.pasted_standing import Twin, proposed_for, standing_of, twins_of
from forums.forms.pasting import GENERAL, OFFICE, SKIP, LineForm
from forums.services.pasting import enlist_many
from participants.services.candidates import PROPOSED, Candidate, find_candidates_of
from participants.services.lines import LineReader, LineReading


@dataclass
class Line:
    """One line as it is shown: the reading, who may be meant, how it stands, its form."""

    reading: LineReading
    candidates: list[Candidate]
    standing: str
    form: LineForm = field(repr=False)
    #: the earlier line that may be the same newcomer, with its number and why; None where there is none
    twin: Twin | None = None
    general = GENERAL

    def chosen(self):
        """The candidate that was chosen; None for somebody new."""
        wanted = self.form.cleaned_data["who"]
        return next((one for one in self.candidates if str(one.person.public_id) == wanted), None)


class PastedList:
    """The whole of it: `lines`, and `save()` once every line is decided."""

    def __init__(self, *, user, forum, text, data=None, is_anew=False):
        self.user, self.forum, self.text, self.is_anew = user, forum, text, is_anew
        self.lists, self.bodies = choices.PeopleLists(), choices.institutions()
        reader = LineReader()
        readings = [one for one in map(reader.read, text.splitlines()) if one is not None]
        names = [one.name for one in readings]
        found = find_candidates_of(user=user, names=names, forum_id=forum.public_id)
        self.lines, seen, twins = [], set(), twins_of(readings)
        for place, (reading, candidates) in enumerate(zip(readings, found, strict=True)):
            standing = standing_of(candidates, seen, reading.name)
            twin = twins.get(place) if standing == "new" else None
            standing = "doubtful" if twin else standing
            form = self._form(place, reading, candidates, standing, data)
            self.lines.append(Line(reading, candidates, standing, form, twin))
        self.categories = [NOTHING, *self.lists.options("category")]
        self.usual = (data or {}).get("usual", "")

    def is_valid(self) -> bool:
        """Whether every line that is to be added is decided and has a category."""
        # Each is asked, so that all that is to be mended is marked at once.
        return not [line for line in self.lines if not self._is_decided(line)]

    def save(self, expected):
        """Add all that were chosen; the rows. Raises StaleVersion and what `enlist` raises."""
        adding = [line for line in self.lines if line.form.cleaned_data["who"] != SKIP]
        return enlist_many(
            actor=self.user,
            forum=self.forum,
            expected=expected,
            lines=[self._values(line) for line in adding],
        )

    def _form(self, place, reading, candidates, standing, data):
        initial = {
            "name": reading.name,
            "post": reading.post,
            "category": reading.category.code if reading.category else "",
            "institution": reading.institution.code if reading.institution else "",
            "who": proposed_for(candidates, standing),
        }
        prefix = f"line{place}"
        people = [(str(one.person.public_id), one.name) for one in candidates if not one.is_listed]
        if data is not None and self.is_anew:
            # What was typed stays; who is on the list by now, or can no longer be chosen, is proposed afresh.
            data = data.copy()
            offered = {key for key, _label in (*people, *GENERAL)}
            if standing in ("listed", "repeated") or data.get(f"{prefix}-who") not in offered:
                data[f"{prefix}-who"] = initial["who"]
        form = LineForm(data, initial=initial, prefix=prefix)
        form.fields["category"].choices = [NOTHING, *self.lists.options("category")]
        form.fields["institution"].offer(self.bodies, empty="—")
        form.fields["who"].choices = [*people, *GENERAL]
        return form

    def _is_decided(self, line):
        form = line.form
        if not form.is_valid():
            return False
        if form.cleaned_data["who"] == SKIP or self._category(line):
            return True
        form.add_error("category", form.fields["category"].error_messages["required"])
        return False

    def _category(self, line):
        """The line's own, the last time's, or the one for all others; a code or nothing."""
        chosen = line.chosen()
        last = chosen.proposed.get("category", "") if chosen else ""
        usual = self.usual if any(self.usual == code for code, _label in self.categories) else ""
        return line.form.cleaned_data["category"] or last or usual

    def _values(self, line):
        """Keywords of `enlist`: of this line first, then of the last time."""
        data, reading, chosen = line.form.cleaned_data, line.reading, line.chosen()
        last = chosen.last if chosen else None
        values = {name: getattr(last, name) for name in PROPOSED if last is not None}
        values |= {name: getattr(reading, name) for name in LISTS if getattr(reading, name)}
        if data["post"]:
            values["post"] = data["post"]
        if data["institution"]:
            values["institution"] = data["institution"]
        values["category"] = self.lists.row("category", self._category(line))
        if chosen is not None:
            return values | {"person": chosen.person}
        return values | {"known_as" if data["who"] == OFFICE else "name_ar": data["name"]}
