"""What the rows and letters of the rights table are called: for its page, docs/permissions.md and `show_rights`."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Role
from accounts.rights import ANYBODY, RIGHTS

#: In this order they stand in a cell's words.
LETTERS = {
    "r": pgettext_lazy("rights", "reading"),
    "w": pgettext_lazy("rights", "writing"),
    "s": pgettext_lazy("rights", "sending and release"),
    "v": pgettext_lazy("rights", "verifying that it is unbroken"),
    "x": pgettext_lazy("rights", "with a reason, limited and put on the record"),
    "t": pgettext_lazy("rights", "with a second person"),
    "p": pgettext_lazy("rights", "reading once released"),
    "a": pgettext_lazy("rights", "totals only"),
    "e": pgettext_lazy("rights", "that it exists, with dates and hash"),
    "o": pgettext_lazy("rights", "one's own only"),
}

#: The columns, in their order.
HOLDERS = {
    **{role.value: role.label for role in Role},
    ANYBODY: pgettext_lazy("rights", "without signing in"),
}

#: (heading, {row of the table: (what it is called, what narrows it or is worth knowing)})
SECTIONS = (
    (
        _("Programmes and forums"),
        {
            "programme": (pgettext_lazy("rights", "Programme: title, dates and bodies"), ""),
            "programme settings": (pgettext_lazy("rights", "Settings of the programme"), ""),
            "forum": (pgettext_lazy("rights", "Forum: its record and list"), ""),
            "future venue": (
                pgettext_lazy("rights", "Place and time of a meeting to come"),
                _("An institution's representative: only meetings to which the institution is invited."),
            ),
            "minutes draft": (pgettext_lazy("rights", "Minutes being drafted"), ""),
            "minutes approval": (
                pgettext_lazy("rights", "Approval of minutes"),
                _(
                    "Never by whoever submitted them or wrote in them; who did takes a second person who did not."
                ),
            ),
            "minutes approved": (
                pgettext_lazy("rights", "Approved minutes in full"),
                _("The reason is asked for when they are opened again."),
            ),
            "statement": (
                pgettext_lazy("rights", "What was said, without who said it"),
                _(
                    "An institution's representative: only what stands behind a recommendation that was sent "
                    "to the institution."
                ),
            ),
            "words shown": (
                pgettext_lazy("rights", "How an official's own words are minuted"),
                _(
                    "An institution's representative: only the lines that staff show to the institution as its own "
                    "words, for five working days before the approval; he may propose another wording."
                ),
            ),
            "who said it": (
                pgettext_lazy("rights", "Who said it"),
                _("Written while the minutes are a draft; sealed at approval."),
            ),
            "archive": (
                pgettext_lazy("rights", "Archiving and purging a programme"),
                _(
                    "In an archived programme nothing is written, sent or released; accounts, consents and erasure "
                    "stay open. Taking it out again takes a reason and no second person."
                ),
            ),
        },
    ),
    (
        _("People"),
        {
            "person": (
                pgettext_lazy("rights", "A person's entry in the directory"),
                _("Only people with an attendance, a consent or a role in the programme."),
            ),
            "person traits": (pgettext_lazy("rights", "Sex, age, disability, displacement"), ""),
            "attendance named": (pgettext_lazy("rights", "Attendance by name"), ""),
            "contacts": (
                pgettext_lazy("rights", "Telephone, e-mail and notes of a person"),
                _("Shown one by one, at most twenty a day an account."),
            ),
            "call list": (
                pgettext_lazy("rights", "Call list of one forum"),
                _("From 72 hours before the forum; printing it takes a second person."),
            ),
            "consent": (pgettext_lazy("rights", "Consents of a person"), ""),
            "erasure": (pgettext_lazy("rights", "Erasure of a person"), ""),
            "institution": (
                pgettext_lazy("rights", "Institution: names, posts and focal points"),
                _(
                    "The list is one for all programmes. Of people, forums and recommendations its page shows what "
                    "the reader sees elsewhere."
                ),
            ),
            "signed sheets": (
                pgettext_lazy("rights", "Signed sheets of attendance and allowances"),
                _("An auditor: on screen only, within a dated engagement."),
            ),
        },
    ),
    (
        _("Recommendations and answers"),
        {
            "recommendation": (
                pgettext_lazy("rights", "Recommendation that was sent"),
                _("An institution's representative: only what was sent to the institution."),
            ),
            "recommendation draft": (pgettext_lazy("rights", "Recommendation before it is sent"), ""),
            "response": (
                pgettext_lazy("rights", "Answer of an institution"),
                _(
                    "A draft is seen by its own institution only; staff record answers on its behalf. Where an "
                    "institution has a validating authority, it alone sends; its other accounts write the draft."
                ),
            ),
            "answer code": (
                pgettext_lazy("rights", "One-time code on paper: answering without an account"),
                _(
                    "Staff make it and withdraw it. Whoever holds one sees that one recommendation and answers it "
                    "once; the answer counts once the institution confirms it."
                ),
            ),
            "progress": (
                pgettext_lazy("rights", "Commitments, updates and evidence"),
                _("A donor: only the summary."),
            ),
            "translation": (
                pgettext_lazy("rights", "Translations of what was said, asked and answered"),
                _("Of minutes once they are approved. Whoever wrote a translation does not confirm it."),
            ),
            "attachment": (
                pgettext_lazy("rights", "Letters, evidence and other files"),
                _("An institution's representative: only the institution's own."),
            ),
            "verification": (pgettext_lazy("rights", "Finding whether a result is real"), ""),
            "witness voice": (
                pgettext_lazy(
                    "rights", "Voices of the community on a result: one-time codes on slips without a name"
                ),
                _(
                    "Read once the round is over, and where at least three spoke; others read counts of some size "
                    "alone. Whoever holds a code says once what he felt; nobody can tell who said what."
                ),
            ),
            "outbox": (pgettext_lazy("rights", "Outbox of notices"), ""),
        },
    ),
    (
        _("Reports and exports"),
        {
            "report internal": (pgettext_lazy("rights", "Internal report"), ""),
            "report official": (
                pgettext_lazy("rights", "Official report"),
                _("An institution's representative: only reports addressed to the institution."),
            ),
            "report donor": (
                pgettext_lazy("rights", "Report for the donor"),
                _("A donor: once released, each copy with a number of its own."),
            ),
            "report donor draft": (pgettext_lazy("rights", "Report for the donor before its release"), ""),
            "report public": (pgettext_lazy("rights", "Public report"), ""),
            "export aggregates": (
                pgettext_lazy("rights", "Export of totals"),
                _("An institution's representative: only the institution's own."),
            ),
            "export with names": (pgettext_lazy("rights", "Export with names"), ""),
        },
    ),
    (
        _("Accounts and the record"),
        {
            "accounts": (
                pgettext_lazy("rights", "Accounts and invitations"),
                _("A manager: those of the own programme. Nobody gives himself a role."),
            ),
            "second key": (pgettext_lazy("rights", "Naming a holder of the second key"), ""),
            "audit record": (
                pgettext_lazy("rights", "Audit record"),
                _("It names acts and objects, never what was said or who a person is."),
            ),
            "refusals": (
                pgettext_lazy("rights", "Refusals: who was not let in where"),
                _("An auditor: those of accounts of the own programme."),
            ),
            "reference lists": (
                pgettext_lazy("rights", "Reference lists: places, institutions, categories"),
                "",
            ),
            "list spellings": (
                pgettext_lazy("rights", "Other spellings in these lists, and new themes"),
                _("An administrator changes the rows themselves, and archives them."),
            ),
            "background work": (pgettext_lazy("rights", "Background work of the server"), ""),
        },
    ),
)


@dataclass(frozen=True)
class Row:
    """One row of the table in words; `cells` are (who, what he may), for those alone who may anything."""

    data: str
    label: str
    note: str
    cells: list[tuple[str, list[str]]]


def in_words(cell: str) -> list[str]:
    """The letters of a cell as words, in the order of LETTERS. Raises ValueError for a letter that has none."""
    order = list(LETTERS)
    return [str(LETTERS[letter]) for letter in sorted(cell, key=order.index)]


def table_in_words() -> list[tuple[str, list[Row]]]:
    """(heading, rows) in the language of the moment."""
    return [
        (
            str(heading),
            [
                Row(
                    data,
                    str(label),
                    str(note),
                    [
                        (str(words), in_words(RIGHTS[data][holder]))
                        for holder, words in HOLDERS.items()
                        if holder in RIGHTS[data]
                    ],
                )
                for data, (label, note) in rows.items()
            ],
        )
        for heading, rows in SECTIONS
    ]
