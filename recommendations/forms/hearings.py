"""What is taken down of one ask at a review meeting: the answer of one institution, or that it was raised again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.arabic import text_direction
from common.editing import EditorForm
from recommendations.forms.answering import AnswerForm
from recommendations.models import Response
from recommendations.services.hearings import answer_in_room, raise_again


class RoomAnswerForm(AnswerForm):
    """Said in the room: how it came is known, and so it is not asked."""

    def __init__(self, *args, forum, **kwargs):
        self.forum = forum
        super().__init__(*args, **kwargs)

    def save(self) -> Response | None:
        """The answer; None where the service objected."""
        return self.through(
            answer_in_room,
            actor=self.actor,
            forum=self.forum,
            addressee=self.addressee,
            expected=self.cleaned_data["version"],
            **self.answer(),
        )


class RaiseForm(EditorForm):
    """The wording of the meeting, which is the ask's unless it was reworded there."""

    text = forms.CharField(
        label=_("As it was worded there"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000
    )

    def __init__(self, *args, actor, forum, recommendation, **kwargs):
        self.actor, self.forum, self.recommendation = actor, forum, recommendation
        super().__init__(*args, initial={"text": recommendation.text}, **kwargs)

    def save(self):
        """The hearing; None where the service objected."""
        text = self.cleaned_data["text"]
        return self.through(
            raise_again,
            actor=self.actor,
            forum=self.forum,
            recommendation=self.recommendation,
            text=text,
            language="en" if text_direction(text) == "ltr" else "ar",
        )
