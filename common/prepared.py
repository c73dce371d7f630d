"""Questions whose text is written once.

For a question that is put while somebody types, the ORM takes longer to write it than the database to answer it. Here the ORM
writes it once a shape, with marks in the place of values; from then on values are put where the marks stood. What comes
back are the rows or objects that the queryset itself would give, as `tests/common/test_prepared.py` compares.
"""

from collections.abc import Callable
from operator import itemgetter

from django.db import connections
from django.db.models.query import ModelIterable, QuerySet, get_related_populators

#: Marks are texts that nobody writes, and numbers that no row has.
_SIGN, _NUMBERS = "\x01", 2**62


class Prepared:
    """A question made by `build`, which gets each value (a text, or several texts or primary keys) by its name.

    What a `build` does may hang on which values there are, on how many, and on the further arguments, never on the values.
    """

    def __init__(self, build: Callable[..., QuerySet]):
        self.build = build
        self._texts: dict[tuple, _Text] = {}

    def __call__(self, *fixed, **values) -> list:
        """Rows or objects; none where one of the values is an empty list."""
        given = {name: value if isinstance(value, str) else _rounded(value) for name, value in values.items()}
        if not all(len(value) for value in given.values() if not isinstance(value, str)):
            return []
        shape = (fixed, tuple((name, _shape(value)) for name, value in given.items()))
        text = self._texts.get(shape)
        if text is None:
            text = self._texts[shape] = self._write(fixed, given)
        return text.ask(given)

    def _write(self, fixed, given):
        marks, marked = {}, {}
        for name, value in given.items():
            if isinstance(value, str):
                marked[name] = f"{_SIGN}{len(marks)}{_SIGN}"
                marks[marked[name]] = (name, None)
                continue
            marked[name] = []
            for place, item in enumerate(value):
                mark = f"{_SIGN}{len(marks)}{_SIGN}" if isinstance(item, str) else _NUMBERS + len(marks)
                marks[mark] = (name, place)
                marked[name].append(mark)
        return _Text(self.build(*fixed, **marked), marks)


class _Text:
    """The text of one shape, where its values go, and how a row becomes what is handed back."""

    def __init__(self, queryset, marks):
        self.using = queryset.db
        compiler = queryset.query.get_compiler(using=self.using)
        self.sql, params = compiler.as_sql()
        self.places = [_place(param, marks) for param in params]
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        self.converters = list(compiler.get_converters(columns).items())
        self.make = (
            _maker(compiler, self.using) if issubclass(queryset._iterable_class, ModelIterable) else tuple
        )

    def ask(self, given):
        connection = connections[self.using]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [_value(place, given, connection) for place in self.places])
            rows = cursor.fetchall()
        found = []
        for row in rows:
            columns = list(row)
            for place, (converters, expression) in self.converters:
                for convert in converters:
                    columns[place] = convert(columns[place], expression, connection)
            found.append(self.make(columns))
        return found


def _rounded(values):
    """The values, the last repeated until they are 1, 2, 4, 8 …: so there are few shapes."""
    listed = list(values)
    if not listed:
        return listed
    return listed + listed[-1:] * ((1 << (len(listed) - 1).bit_length()) - len(listed))


def _shape(value):
    return None if isinstance(value, str) else len(value)


def _place(param, marks):
    """(name, place, what follows) of a mark, or (None, None, the value) of what is always the same."""
    if isinstance(param, str) and param.startswith(_SIGN):
        _nothing, number, rest = param.split(_SIGN)
        return (*marks[f"{_SIGN}{number}{_SIGN}"], rest)
    return (*marks[param], "") if param in marks else (None, None, param)


def _value(place, given, connection):
    name, number, rest = place
    if name is None:
        return rest
    value = given[name] if number is None else given[name][number]
    if not rest:
        return value
    # The text stands before the percent sign of a LIKE.
    return (connection.ops.prep_for_like_query(value) if rest == "%" else value) + rest


def _maker(compiler, using):
    """As `ModelIterable` makes objects, with those of `select_related`."""
    select, info = compiler.select, compiler.klass_info
    start, stop = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[start:stop]]
    related = get_related_populators(info, select, using)
    annotated = [(name, itemgetter(place)) for name, place in compiler.annotation_col_map.items()]

    def make(row):
        found = info["model"].from_db(using, names, row[start:stop])
        for populator in related:
            populator.populate(row, found)
        for name, read in annotated:
            setattr(found, name, read(row))
        return found

    return make
