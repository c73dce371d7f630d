"""Models of programmes, forums and minutes, split by what they describe."""

from forums.models.attendance import Acknowledgement, Attendance, AttendanceTotal
from forums.models.call_list import CallListReading
from forums.models.feeds import CalendarFeed
from forums.models.files import Photo, PhotoPerson, PhotosAllowed, SheetReading, SignedSheet
from forums.models.forum import Forum, Theme
from forums.models.minutes import Minutes, MinutesRevision, SavedChange
from forums.models.output import Output, OutputLink, OutputSpeaker
from forums.models.planning import AgendaItem, ForumInvitation
from forums.models.programme import Holiday, Indicator, IndicatorTarget, Programme
from forums.models.standing import Standing

__all__ = [
    "Acknowledgement",
    "AgendaItem",
    "Attendance",
    "AttendanceTotal",
    "CalendarFeed",
    "CallListReading",
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
    "Photo",
    "PhotoPerson",
    "PhotosAllowed",
    "Programme",
    "SavedChange",
    "SheetReading",
    "SignedSheet",
    "Standing",
    "Theme",
]
