"""What changed since the last report: this content beside the frozen one that was released before it."""

from reports.models import Report
from reports.projection.parts import parts_of


def project_changes(span, audience, rows, figures) -> dict | None:
    """None where no earlier period was told to this audience; else its number and what has moved since.

    Only released reports of periods that ended before this one are looked at, so that two languages of one report
    say the same. An internal report is not released: there, the donor's is the one before.
    """
    compared = Report.Audience.DONOR if audience == Report.Audience.INTERNAL else audience
    before = (
        Report.objects.filter(programme=span.programme, kind=Report.Kind.PERIOD, audience=compared)
        .filter(state=Report.State.RELEASED, period_end__lt=span.end)
        .order_by("period_end", "released_at", "pk")
        .select_related("programme")
        .last()
    )
    if before is None:
        return None
    # States are the same in each of its languages.
    told = parts_of(before.frozen)[0]["recommendations"]
    then = {row["reference"]: row for row in told if row["reference"]}
    now = [row for row in rows if row["reference"]]
    moved = [
        {
            "reference": row["reference"],
            "before": {"state": then[row["reference"]]["state"], "tone": then[row["reference"]]["tone"]},
            "after": {"state": row["state"], "tone": row["tone"]},
        }
        for row in now
        if row["reference"] in then and then[row["reference"]]["state"] != row["state"]
    ]
    return {
        "reference": before.reference,
        "period": {"start": before.period_start.isoformat(), "end": before.period_end.isoformat()},
        "new": [row["reference"] for row in now if row["reference"] not in then],
        "moved": moved,
        "unmoved": sum(
            row["reference"] in then and then[row["reference"]]["state"] == row["state"] for row in now
        ),
        "figures": [
            {"name": name, "before": before.frozen["figures"][name], "after": figures[name]}
            for name in ("forums", "sent", "answered", "verified", "overdue_answers", "overdue_promises")
        ],
    }
