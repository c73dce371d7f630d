"""The order of a list of outputs: those that were taken out keep their place in it, so that they come back there."""

from forums.models import Output

#: Behind the last one.
END = "end"


def put(output, after) -> bool:
    """Give an output its place, in the caller's transaction; whether anything moved.

    `after`: an output of the same minutes, None for the first place, or END. Only positions are written: they are no
    part of what a row's version stands for, so whoever mends the text of a neighbour is not overtaken.
    """
    rows = list(
        Output.objects.filter(minutes=output.minutes_id).order_by("position", "id").only("id", "position")
    )
    before = [row.pk for row in rows]
    row = next(row for row in rows if row.pk == output.pk)
    rows.remove(row)
    if after is None:
        place = 0
    elif after == END or after.pk not in before:
        place = len(rows)
    elif after.pk == output.pk:
        return False
    else:
        place = next(number for number, one in enumerate(rows, start=1) if one.pk == after.pk)
    rows.insert(place, row)
    if [one.pk for one in rows] == before:
        return False
    moved = []
    for position, one in enumerate(rows, start=1):
        if one.position != position:
            one.position = position
            moved.append(one)
    Output.objects.bulk_update(moved, ["position"])
    output.position = row.position
    return True
