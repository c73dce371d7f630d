"""Models of programmes, forums and minutes, split by what they describe."""

from forums.models.attendance import Acknowledgement, Attendance, AttendanceTotal
from forums.models.forum import AgendaItem, Forum, ForumInvitation, Theme
from forums.models.minutes import Minutes, MinutesRevision
from forums.models.output import Output, OutputLink, OutputSpeaker
from forums.models.programme import Holiday, Indicator, IndicatorTarget, Programme

__all__ = [
    "Acknowledgement",
    "AgendaItem",
    "Attendance",
    "AttendanceTotal",
    "Forum",
    "ForumInvitation",
    "Holiday",
    "Indicator",
    "IndicatorTarget",
    "Minutes",
    "MinutesRevision",
    "Output",
    "OutputLink",
    "OutputSpeaker",
    "Programme",
    "Theme",
]
