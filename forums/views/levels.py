"""Acts that lead from one level to the next."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from forums.series import same_number
from forums.services.levels import dialogue_of, make_dialogue
from forums.views.base import MinutesMixin


class MakeDialogue(MinutesMixin, View):
    """Make the dialogue with decision makers of one forum, or lead to the one that there is."""

    permission = "forums.write_forum"
    http_method_names = ["post"]

    def get_permission_subject(self):
        """The forum; its minutes must be visible."""
        super().get_permission_subject()
        return self.forum

    def post(self, request, *args, **kwargs):
        """On to its arrangements: date and venue are what it lacks."""
        there = dialogue_of(self.forum)
        dialogue = make_dialogue(actor=request.user, forum=self.forum)
        if there is not None:
            messages.info(request, _("This forum has its dialogue already."))
            return redirect("forums:detail", dialogue.public_id)
        messages.success(
            request, _("The dialogue was opened with the number, place and themes of the forum.")
        )
        return redirect("forums:plan", dialogue.public_id)

    def closed_message(self):
        """Why there is none."""
        return _("Only a forum has a dialogue with decision makers.")


def warn_of_double_number(request, forum) -> None:
    """Say where another meeting of the series has the same number; nothing is refused."""
    other = same_number(forum)
    if other is not None:
        messages.warning(
            request,
            _("Number %(number)s is also that of %(code)s, of the same kind and place.")
            % {"number": forum.number, "code": other.code},
        )
