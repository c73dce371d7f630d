"""The third step of the editor: one thing that was said."""

from crispy_forms.layout import Column, Row
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forums.forms import choices
from forums.forms.base import Details, EditorForm
from forums.forms.fields import NarrowedField, RowField, RowsField
from forums.forms.speakers import SpeakerField, Speakers
from forums.models import Output, OutputLink, Programme
from forums.services import outputs as service
from forums.services.lines import language_of

NOTHING = ("", "—")
LONGEST = 5000
_FOLDED = ("more_themes", "condition", "attribution", "narrowed_to", "language", "translation")


class OutputForm(EditorForm):
    """Adds an output to the minutes, or writes one (`output`)."""

    kind = forms.ChoiceField(label=_("Kind of output"), choices=[NOTHING, *Output.Kind.choices])
    text = forms.CharField(
        label=_("Text of the output"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write what was said.")},
    )
    theme = RowField(label=_("Theme"), required=False)
    said_by = RowField(label=_("Said by"))
    more_themes = RowsField(label=_("Further themes"), required=False, widget=forms.CheckboxSelectMultiple)
    condition = RowField(
        label=_("Holds on condition of this output"),
        required=False,
        help_text=_("For a pledge that depends on something else that was said."),
    )
    attribution = forms.ChoiceField(
        label=_("Attribution"),
        required=False,
        choices=[("", _("as the programme has it")), *Programme.Attribution.choices],
    )
    speaker = SpeakerField()
    narrowed_to = NarrowedField()
    language = forms.ChoiceField(
        label=_("Language of the text"),
        required=False,
        choices=[("", _("by its letters")), *Output.Language.choices],
    )
    translation = forms.CharField(
        label=_("Translation"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, user, minutes, others=(), output=None, kept=None, **kwargs):
        self.user, self.minutes, self.output = user, minutes, output
        self.speakers = Speakers(user=user, minutes=minutes, output=output)
        initial = _initial(output) | {"speaker": self.speakers.chosen} if output else kept or {}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["speaker"].offer_from(self.speakers)
        themes = choices.themes()
        self.fields["theme"].offer(themes, empty="—")
        self.fields["more_themes"].offer(themes)
        groups = [
            (f"category:{code}", row.plural_in(get_language() or "ar"), row)
            for code, _name, row in choices.categories()[0][1]
        ]
        sides = [(value, label, value) for value, label in Output.SpokenBy.choices if value != "category"]
        self.fields["said_by"].offer([(None, sides), (_("one category"), groups)], empty="—")
        self.fields["condition"].offer(
            [(None, [(o.public_id, label, o) for label, o in others if o != output])], empty="—"
        )

    def layout(self):
        """Kind, text, theme, side: Tab always moves on; the rest is folded away behind the button."""
        return (
            Row(Column("kind", css_class="col-md-3"), Column("text", css_class="col-md-9")),
            Row(Column("theme", css_class="col-md-6"), Column("said_by", css_class="col-md-6")),
            Details(_("Further themes, condition, attribution, translation"), *_FOLDED, names=_FOLDED),
            Details(_("Who said it, under seal"), "speaker", names=["speaker"]),
        )

    def clean(self):
        """A speaker only where the attribution allows one."""
        data = super().clean()
        stands = (self.output or self.minutes.forum.programme).attribution
        if data.get("speaker") and (data.get("attribution") or stands) not in Output.WITH_SPEAKER:
            self.add_error("speaker", _("With this attribution nobody is recorded as the speaker."))
        return data

    def save(self):
        """Add or write the output and its link; None where the service objected."""
        data = self.cleaned_data
        side = data["said_by"]
        category = None if isinstance(side, str) else side
        themes = list(dict.fromkeys(filter(None, [data["theme"], *data["more_themes"]])))
        fields = {
            "kind": data["kind"],
            "text": data["text"].strip(),
            "themes": themes,
            "spoken_by": side if category is None else Output.SpokenBy.CATEGORY,
            "spoken_by_category": category,
            "language": data["language"] or language_of(data["text"]),
            "narrowed_to": data["narrowed_to"],
            "translation": data["translation"],
        }
        if data["attribution"]:
            fields["attribution"] = data["attribution"]
        if self.output is None:
            saved = self.through(service.add_output, actor=self.user, minutes=self.minutes, **fields)
        else:
            saved = self.through(
                service.edit_output, actor=self.user, output=self.output, expected=data["version"], **fields
            )
        if saved:
            self._link(saved, data["condition"])
            self.speakers.keep(self, saved, data["speaker"])
        return saved

    def _link(self, output, target):
        kind, stands = OutputLink.Kind.CONDITION, self.initial.get("condition", "")
        if stands == (str(target.public_id) if target else ""):
            return
        if stands:
            service.unlink_outputs(actor=self.user, source=output, kind=kind)
        if target:
            service.link_outputs(actor=self.user, source=output, target=target, kind=kind)


def _initial(output):
    themes = [theme.code for theme in output.themes.all()]
    side = output.spoken_by
    if output.spoken_by_category:
        side = f"category:{output.spoken_by_category.code}"
    condition = next((link for link in output.links.all() if link.kind == OutputLink.Kind.CONDITION), None)
    return {
        "version": output.version,
        "kind": output.kind,
        "text": output.text,
        "theme": themes[0] if themes else "",
        "more_themes": themes[1:],
        "said_by": side,
        "condition": str(condition.target.public_id) if condition else "",
        "attribution": output.attribution,
        "narrowed_to": output.narrowed_to,
        "language": output.language,
        "translation": output.translation,
    }
