"""The lines of minutes for the editor's script: read, asked for again and again, and saved as they are typed."""

import json

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View

from accounts.middleware import note_act
from common.access import AccessMixin
from common.archive import ReadOnly
from common.json_pages import in_json, signed_out
from common.versions import StaleVersion
from forums.forms.lines import Malformed, read_changes
from forums.models import Minutes
from forums.services.lines import Result, lines_of, save_change, saved_before
from forums.services.writing import MinutesClosed, require_open
from forums.views.outliner_words import outliner_words


class Lines(AccessMixin, View):
    """GET: the lines, or 204 where `?version=` is still the one that stands. POST: changes, each done whole or not at all.

    Neither is activity by itself; a change that was saved is.
    """

    permission = "forums.write_minutes"
    answers_json = True

    def get_permission_subject(self):
        """The minutes, if the reader may see them."""
        found = Minutes.objects.visible_to(self.request.user).select_related("forum__programme")
        self.minutes = get_object_or_404(found, forum__public_id=self.kwargs["public_id"])
        return self.minutes

    def handle_no_permission(self):
        """401: nobody is signed in."""
        page = reverse("forums:outputs", args=[self.kwargs["public_id"]])
        return signed_out(f"{reverse('account_login')}?next={page}")

    def dispatch(self, request, *args, **kwargs):
        """What is refused, in JSON; foreign and absent minutes alike."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except (Http404, PermissionDenied):
            request.was_refused = True  # noted as what other pages refuse is (accounts/refusals.py)
            return in_json("absent", _("There is nothing here, or not for you."), 404)
        except (MinutesClosed, ReadOnly):
            words = _(
                "The minutes are closed by now: they were submitted or approved. Your text stays here to be copied."
            )
            return in_json("closed", words, 409)
        except StaleVersion:
            return in_json("busy", _("The portal is busy. Nothing was lost; it is sent again."), 503)

    def get(self, request, *args, **kwargs):
        """The lines as they stand."""
        if self.is_another(request.GET.get("user", "")):
            return self.another_account()
        require_open(self.minutes)
        if request.GET.get("version") == str(self.minutes.version):
            return HttpResponse(status=204)
        return self.answer()

    def post(self, request, *args, **kwargs):
        """Save one change after the other. What came before an error is saved, and said to be when it is sent again."""
        try:
            # The body of a form was read by the check against forgery.
            body = request.body if request.content_type == "application/json" else b""
            changes, user = read_changes(body)
        except (Malformed, RequestDataTooBig, UnreadablePostError):
            words = _("This is not what the editor sends. Please load the page anew.")
            return in_json("malformed", words, 400)
        if self.is_another(user):
            return self.another_account()
        # Whoever did not hear that it was saved before somebody submitted, hears it now.
        if saved_before(minutes=self.minutes, changes=changes):
            return self.answer([Result(change.key) for change in changes])
        require_open(self.minutes)
        results = [save_change(actor=request.user, minutes=self.minutes, change=one) for one in changes]
        if any(result.is_new for result in results):
            note_act(request)
        return self.answer(results)

    def answer(self, results=None):
        """All lines; the version is read before them, so that what comes between is asked for again."""
        self.minutes.refresh_from_db(fields=["version"])
        lines = lines_of(self.minutes.outputs.as_lines())
        said = {} if results is None else {"results": [result.as_plain() for result in results]}
        return JsonResponse({**said, "lines": lines, "version": self.minutes.version})

    def is_another(self, user: str) -> bool:
        """Whether the page was opened by somebody else than who is signed in now, on a shared device."""
        return bool(user) and user != str(self.request.user.public_id)

    def another_account(self):
        """401: his text is not saved under another one's name."""
        words = _(
            "Another account is signed in now. What you typed stays here: please sign in with your own account."
        )
        return signed_out(reverse("account_login"), words)


def lines_data(request, minutes, *, form, rows) -> dict:
    """What the outputs page hands to the script: `rows` as `as_lines` read them; the choices are those of `form`."""
    forum = minutes.forum
    return {
        "forum": str(forum.public_id),
        "title": forum.title_in(get_language() or "ar"),
        "url": reverse("forums:lines", args=[forum.public_id]),
        "lines": lines_of(rows),
        "version": minutes.version,
        "choices": {
            "kinds": _plain(form.fields["kind"].choices),
            "themes": _plain(form.fields["theme"].choices),
            "sides": _plain(form.fields["said_by"].choices),
        },
        "attribution": forum.programme.attribution,
        "texts": outliner_words(),
        "user": str(request.user.public_id),
        "page": reverse("forums:outputs", args=[forum.public_id]),
        "promote": reverse("recommendations:take_up", args=[forum.public_id]),
        "unsent": _unsent(getattr(request, "kept", None)),
    }


def _unsent(kept) -> list:
    """Changes that the lock's form took along, handed back once to the one who wrote them."""
    if kept is None or "unsent" not in kept.data:
        return []
    kept.claimed.add("unsent")
    try:
        found = json.loads(kept.data["unsent"])
    except ValueError:
        return []
    return found if isinstance(found, list) else []


def _plain(choices) -> list[list[str]]:
    """[value, label] of each choice, those in groups too, without the empty one."""
    found = []
    for value, label in choices:
        inside = label if isinstance(label, list | tuple) else [(value, label)]
        found += [[str(key), str(words)] for key, words in inside if key]
    return found
