"""The keys by which a name is found among tens of thousands, one row a key, on every database alike."""

from django.db import connections, models, transaction
from django.db.models import F, OrderBy, Q

from common.arabic import Name, fold, fold_bare, stored_keys

_AT_ONCE = 1000


class NameKeyQuerySet(models.QuerySet):
    """Keys in words."""

    def begin_with(self, text: str):
        """Keys that begin so."""
        return self.filter(beginning_with("folded", text, using=self.db))

    @transaction.atomic
    def renew(self, people) -> None:
        """Make the keys of these people anew, from the folded columns that they have now."""
        people = list(people)
        for start in range(0, len(people), _AT_ONCE):
            some = people[start : start + _AT_ONCE]
            self.filter(person__in=some).delete()
            self.make(some)

    def make(self, people) -> None:
        """Make the keys of people who have none yet."""
        self.bulk_create(
            [
                self.model(person=person, folded=key)
                for person in people
                for key in sorted(stored_keys(Name(person.shown_name, person.folded, person.folded_bare)))
            ],
            batch_size=_AT_ONCE,
        )


class NameKey(models.Model):
    """One key of one person: a word of his name, or its consonants less a word. It goes when he is erased or purged."""

    INNER = True

    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="name_keys")
    folded = models.CharField(max_length=100, editable=False)

    objects = NameKeyQuerySet.as_manager()

    class Meta:
        # The operator class serves beginnings under every collation of PostgreSQL; SQLite compares bytes anyway.
        indexes = [
            models.Index(
                name="name_key_person",
                fields=["folded", "person"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
            )
        ]

    def __str__(self):
        return str(self.pk)


class KeyedName(models.Model):
    """Somebody who is found by his name. Whoever writes a name past `save` makes the keys anew himself."""

    folded = models.CharField(max_length=400, editable=False, db_index=True)
    folded_bare = models.CharField(max_length=400, editable=False, db_index=True)

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        """Save him and, where his name may have changed, his keys."""
        with transaction.atomic():
            super().save(*args, update_fields=update_fields, **kwargs)
            if update_fields is None or "folded" in update_fields:
                NameKey.objects.renew([self])

    @property
    def shown_name(self) -> str:
        """The name by which he is found: his own, else the office by which he is known."""
        return self.name_ar or self.known_as

    def refold(self) -> None:
        """Make the matching columns anew; every service that writes a name calls this, and renews the keys after it."""
        self.folded, self.folded_bare = fold(self.shown_name)[:400], fold_bare(self.shown_name)[:400]


def beginning_with_any(field: str, texts) -> Q:
    """Rows of which the field begins with one of these."""
    found = Q()
    for text in sorted(texts):
        found |= beginning_with(field, text)
    return found


def beginning_with(field: str, text: str, *, using: str = "default") -> Q:
    """Rows of which the field begins so, by its index.

    SQLite takes no index for LIKE, and compares bytes; PostgreSQL takes one for LIKE, and compares as its collation says.
    """
    if connections[using].vendor == "sqlite":
        return Q(**{f"{field}__gte": text, f"{field}__lt": text + "\U0010ffff"})
    return Q(**{f"{field}__startswith": text})


class ByLetters(OrderBy):
    """In the order of the letters' numbers, as SQLite sorts: that of the index which serves beginnings, so the first rows of a
    beginning are read without sorting all of them, under every collation of PostgreSQL.
    """

    def __init__(self, field: str):
        super().__init__(F(field))

    def as_postgresql(self, compiler, connection):
        """By the operator of the index; the remark stands for the direction that Django looks for."""
        return self.as_sql(compiler, connection, template="%(expression)s USING ~<~ /* ASC */")
