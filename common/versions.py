"""Writing an aggregate only if nobody wrote it since it was read."""

from django.utils import timezone


class StaleVersion(Exception):
    """Somebody else saved this row first. Carries the row as it stands now as `current`."""

    def __init__(self, current):
        super().__init__("The row was changed by somebody else.")
        self.current = current


def save_if_current(instance, *, expected: int | None, fields: list[str]) -> None:
    """Write `fields` of `instance` if its stored version is still `expected`, and count the version up.

    One conditional UPDATE, since `select_for_update` does nothing on SQLite. `instance.version` is the new
    one afterwards. Raises StaleVersion; then nothing was written. Who does not say which version he saw
    (None: the hidden field came back empty) cannot have seen the current one.
    """
    model = type(instance)
    if expected is None:
        raise StaleVersion(model._base_manager.get(pk=instance.pk))
    values = {name: getattr(instance, name) for name in fields}
    written = model._base_manager.filter(pk=instance.pk, version=expected).update(
        **values, version=expected + 1, updated_at=timezone.now()
    )
    if not written:
        raise StaleVersion(model._base_manager.get(pk=instance.pk))
    instance.version = expected + 1
