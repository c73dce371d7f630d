"""`manage.py renew_name_keys`: the keys by which names are found, made anew from the names."""

from django.core.management.base import BaseCommand
from django.db import transaction

from participants.models import NameKey, Person

_AT_ONCE = 500


class Command(BaseCommand):
    """Folds every name anew and makes its keys; needed only after rows were written past the portal."""

    help = "Make the folded columns and the keys by which names are found anew."

    def handle(self, *args, **options):
        last = count = 0
        while some := list(
            Person._base_manager.filter(pk__gt=last, erased_at__isnull=True).order_by("pk")[:_AT_ONCE]
        ):
            with transaction.atomic():
                for person in some:
                    person.refold()
                Person._base_manager.bulk_update(some, ["folded", "folded_bare"])
                NameKey.objects.renew(some)
            last, count = some[-1].pk, count + len(some)
        gone = NameKey.objects.filter(person__erased_at__isnull=False).delete()[0]
        self.stdout.write(f"{count} people; {gone} keys of erased people deleted")
