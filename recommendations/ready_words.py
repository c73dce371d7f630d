"""Words to copy into a letter, a mail or a message by telephone: that an answer is awaited, and the link.

No names and no content: what is written there lies on machines that are not ours. The language is that of the moment.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from recommendations.mail import line_for


@dataclass(frozen=True)
class Ready:
    """One text for one way."""

    way: str
    label: str
    text: str
    rows: int


def ready_texts(message) -> list[Ready]:
    """For a letter, a mail and WhatsApp, in the language in force."""
    line, link = line_for(message), message.link
    greeting, farewell = _("Dear Sir or Madam,"), _("With our sincere regards,")
    letter = "\n\n".join(
        [
            greeting,
            line,
            _("It can be read and answered at this address, after signing in: %(link)s") % {"link": link},
            _("Whoever has no account may ask the programme office for a paper with a one-time code."),
            farewell,
        ]
    )
    mail = "\n\n".join([line, link, farewell])
    return [
        Ready("letter", _("For a letter"), letter, 9),
        Ready("mail", _("For an e-mail"), mail, 5),
        Ready("whatsapp", _("For WhatsApp"), f"{line}\n{link}", 2),
    ]
