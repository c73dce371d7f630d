"""Every word that the outliner's script shows, in the reader's language; places in braces are filled in by the script."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from common.arabic import choose_digits, localise_digits

#: A number for each plural form that `Intl.PluralRules` names.
_NUMBERS = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}


def outliner_words() -> dict:
    """Words by name; plurals by form; `digits` where the reader has others than Latin ones."""
    return {**_fields(), **_acts(), **_states(), **_collisions(), "keys": _keys(), "digits": _digits()}


def _digits():
    latin = "0123456789"
    shown = choose_digits(localise_digits(latin, get_language()))
    return None if shown == latin else list(shown)


def _plural(words):
    return {name: words(number) for name, number in _NUMBERS.items()}


def _fields():
    return {
        "list": _("What was said, line by line"),
        "line": _("Line {number}"),
        "new_line": _("New line"),
        "kind": _("Kind"),
        "text": _("Text"),
        "theme": _("Theme"),
        "side": _("Said by"),
        "placeholder": _("Text of the output"),
        "hint": _(
            "One line for each thing that was said: Enter for the next line, Alt with the arrows for kind and theme."
        ),
        "keys_title": _("Keys for writing"),
        "tick": _("Tick, to take it up as a recommendation"),
        "acts": _("More to do with this line"),
        "drag": _("Drag to another place"),
        "taken_out": _("Taken out; can be put back until approval"),
    }


def _acts():
    return {
        "split": _("Split at the cursor"),
        "merge": _("Join to the line before"),
        "up": _("Move up"),
        "down": _("Move down"),
        "remove": _("Take out"),
        "restore": _("Put back"),
        "more": _("Attribution, condition, translation, speaker …"),
        "key_split": "Ctrl+Enter",
        "key_merge": "Backspace",
        "key_up": "Alt+Shift+↑",
        "key_down": "Alt+Shift+↓",
        "moved": _("Now line {number}"),
        "was_split": _("Split into two lines."),
        "was_merged": _("Joined to the line before."),
        "was_removed": _("Taken out. It can be put back."),
        "was_restored": _("Put back."),
        "undone": _("Undone."),
        "redone": _("Done again."),
        "not_undone": _("Somebody else wrote this line meanwhile; it stays as it is."),
        "nothing_to_undo": _("There is nothing to undo."),
        "nothing_to_redo": _("There is nothing to do again."),
        "ticked": _("Ticked."),
        "unticked": _("Not ticked any more."),
        "no_ask": _("Only a recommendation, a demand or a question that is not taken up yet can be ticked."),
        "promote": _plural(
            lambda n: ngettext(
                "Take up {number} ask as a recommendation", "Take up {number} asks as recommendations", n
            )
        ),
        "stands": _("A recommendation stands on this line, so it cannot be taken out."),
    }


def _states():
    return {
        "all_saved": _("Everything is saved"),
        "saved_at": _("Saved at {time}"),
        "saving": _("Saving …"),
        "offline": _("Not connected"),
        "until_closed": _(
            "Writing goes on until this tab is closed; what is not sent then is kept here, encrypted, and comes back after signing in"
        ),
        "this_tab_only": _("Kept in this tab only: please leave it open until the connection is back"),
        "busy": _("The portal is busy"),
        "waiting": _plural(
            lambda n: ngettext("{number} change will be sent", "{number} changes will be sent", n)
        ),
        "stuck": _plural(lambda n: ngettext("{number} line waits for you", "{number} lines wait for you", n)),
        "out": _("Signed out: please sign in. Nothing is lost"),
        "closed": _("Closed meanwhile"),
        "broken": _("The portal did not take what was sent. Please copy it and open the page again"),
        "sign_in": _("Sign in, in a second window"),
        "copy": _("Copy what is not saved"),
        "copied": _("What is not saved, for copying"),
        "more_needs": _("That is possible once everything is saved."),
        "refused": _("Not saved:"),
        "emptied": _("An empty line is not saved; its earlier text stands until it is taken out."),
    }


def _collisions():
    return {
        "collision_of": _("Two wrote this line: {field}"),
        "collision": _(
            "Two wrote this at the same moment ({field}). Both are kept here; please choose. The other one:"
        ),
        "theirs": _("Theirs, as it is saved"),
        "mine": _("Yours, not saved yet"),
        "take_theirs": _("Take theirs"),
        "keep_mine": _("Keep mine"),
        "join_both": _("Join both, to be edited"),
        "only_here": _("[only here:"),
        "only_end": _("end]"),
        "decided": _("Decided."),
        "stays": _("It was not taken out: {who} wrote it meanwhile."),
    }


def _keys():
    return [
        ("Enter", _("the next line, of the same kind, theme and side")),
        ("Shift+Enter", _("a new row within the line")),
        ("Alt+↑ ↓", _("another kind")),
        ("Alt+← →", _("another theme")),
        ("Alt+PageUp PageDown", _("another side")),
        ("Alt+Shift+↑ ↓", _("the line moves up or down")),
        ("Ctrl+Enter", _("splits the line at the cursor")),
        ("Backspace", _("at the beginning: joins it to the line before")),
        ("Delete", _("at the end: joins the next line to it")),
        ("Ctrl+Z", _("undoes; with Shift, or Ctrl+Y, does it again")),
        ("Alt+Enter", _("ticks an ask, to take up several at once")),
        ("Escape", _("leaves the list")),
    ]
