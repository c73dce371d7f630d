"""Letters of invitation, all in one act; and what an invited institution answered."""

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from common.dates import format_date
from common.editing import EditorForm
from common.forms import refuse_bidi_controls
from forums.forms.fields import RowField, RowsField
from forums.models import ForumInvitation
from recommendations.forms.fields import DueDateField, in_one_list, institutions
from recommendations.letter_words import invitation_body, invitation_subject
from recommendations.services.invitations import invite_by_letter, take_down_reply


class InvitationLettersForm(EditorForm):
    """One text for all; whom to address stands beside each institution that was not invited yet."""

    number = forms.CharField(
        label=_("Number of the first letter"),
        max_length=60,
        widget=forms.TextInput({"class": "ltr"}),
        help_text=_("The others are numbered on from it."),
    )
    day = DueDateField(label=_("Date of the letters"))
    subject = forms.CharField(label=_("Subject"), max_length=300, validators=[refuse_bidi_controls])
    body = forms.CharField(
        label=_("Words of the letter"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Between the greeting and the farewell, which the letter has by itself."),
    )
    signatory = forms.CharField(label=_("Signed by (post)"), max_length=200)
    attachments = forms.CharField(label=_("Attachments"), required=False, max_length=200)
    by_way_of = RowField(label=_("Through"), required=False)
    copies = RowsField(
        label=_("Copies with compliments to"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, user, forum, invitations, **kwargs):
        self.user, self.forum = user, forum
        self.open = [row for row in invitations if row.invited_on is None]
        today = format_date(timezone.localdate(), get_language() or "ar")
        # Institutions are written to in Arabic, whatever language the office reads its pages in.
        with override("ar"):
            words = {"subject": invitation_subject(forum), "body": invitation_body(forum)}
        super().__init__(*args, initial={"day": today, **words}, **kwargs)
        groups = institutions()
        self.fields["by_way_of"].offer(groups, empty="—")
        self.fields["copies"].offer([(None, in_one_list(groups))])
        for row in self.open:
            self.fields[f"to_{row.public_id}"] = forms.BooleanField(
                label=row.institution.name, required=False, initial=True
            )
            self.fields[f"post_{row.public_id}"] = forms.CharField(
                label=_("Addressed to (post)"),
                required=False,
                max_length=200,
                validators=[refuse_bidi_controls],
                widget=forms.TextInput({"autocomplete": "off", "dir": "auto"}),
            )

    def lines(self):
        """(whether, post), the bound fields of each institution."""
        return [(self[f"to_{row.public_id}"], self[f"post_{row.public_id}"]) for row in self.open]

    def save(self):
        """The letters; None where the service objected."""
        data = self.cleaned_data
        chosen = [row for row in self.open if data[f"to_{row.public_id}"]]
        shared = ("number", "day", "subject", "body", "signatory", "attachments", "copies")
        return self.through(
            invite_by_letter,
            actor=self.user,
            forum=self.forum,
            invitations=chosen,
            addressed={row.pk: data[f"post_{row.public_id}"] for row in chosen},
            through=data["by_way_of"],
            **{name: data[name] for name in shared},
        )


class ReplyForm(EditorForm):
    """Coming or not, since when it is known, who comes; and the letter that says so, for who records letters."""

    reply = forms.ChoiceField(
        label=_("What did the institution answer?"),
        widget=forms.RadioSelect,
        choices=ForumInvitation.Reply.choices,
        error_messages={"required": _("Please choose what the institution answered.")},
    )
    replied_on = DueDateField(label=_("Date of the answer"))
    delegate = forms.CharField(
        label=_("Delegate, with his post"),
        required=False,
        max_length=200,
        validators=[refuse_bidi_controls],
        help_text=_("As the answer names him. Only the office of the programme reads it."),
    )
    letter_number = forms.CharField(
        label=_("Number of the letter"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"class": "ltr"}),
        help_text=_("Only if the answer came by letter."),
    )
    letter_subject = forms.CharField(label=_("Subject of the letter"), required=False, max_length=300)

    def __init__(self, *args, user, invitation, records_letters, **kwargs):
        self.user, self.invitation = user, invitation
        day = invitation.replied_on
        initial = {
            "reply": invitation.reply,
            "replied_on": format_date(day, get_language() or "ar") if day else "",
            "delegate": invitation.delegate,
        }
        super().__init__(*args, initial=initial, **kwargs)
        if not records_letters:
            del self.fields["letter_number"], self.fields["letter_subject"]

    def save(self):
        """True once it is taken down; None where the service objected."""
        done = []
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        self.through(
            lambda **given: done.append(take_down_reply(**given)),
            actor=self.user,
            invitation=self.invitation,
            **data,
        )
        return bool(done) or None
