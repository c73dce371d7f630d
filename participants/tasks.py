"""Background work of the directory: large sheets. Each task may run again; the second time it does nothing."""

from django_tasks import task


@task()
def look_through_sheet(sheet: str) -> str:
    """Look through the sheet with this public id; the stage that it is left in."""
    from participants.services.imports.looking import look_through

    return look_through(public_id=sheet)


@task()
def apply_sheet(sheet: str) -> str:
    """Take in the sheet with this public id, which somebody asked for; the stage that it is left in."""
    from participants.services.imports.applying import apply_import

    return apply_import(public_id=sheet)
