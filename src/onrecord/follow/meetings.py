"""Which reports were compared with each other, and their days: what two groups of statements need to know of each other beside their ties."""

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from onrecord.follow.occasions import day_of
from onrecord.keep.schema import compared, readings, versions

APART = 10  # days of publication between two reports of one occasion
_AT_ONCE = 500
_SIZE = 8  # bytes of a number


def met(connection: Connection, texts: Mapping[int, int]) -> tuple[dict[int, set[int]], dict[int, int]]:
    """For the texts of readings, which are given by their numbers: with which other of these texts each was compared, and its day as a number, where it has one."""
    others: dict[int, set[int]] = {}
    days: dict[int, int] = {}
    numbers, known = sorted(texts), set(texts.values())
    of: dict[int, int] = dict(texts)
    named: list[tuple[int, int]] = []
    for at in range(0, len(numbers), _AT_ONCE):
        some = numbers[at : at + _AT_ONCE]
        for row in connection.execute(select(compared.c.reading, compared.c.others).where(compared.c.reading.in_(some), compared.c.others.is_not(None))):
            named += [(texts[row.reading], int.from_bytes(row.others[i : i + _SIZE], "little")) for i in range(0, len(row.others), _SIZE)]
    beyond = sorted({other for _, other in named} - of.keys())
    for at in range(0, len(beyond), _AT_ONCE):  # earlier readings of the same texts
        of |= {row.id: row.text for row in connection.execute(select(readings.c.id, readings.c.text).where(readings.c.id.in_(beyond[at : at + _AT_ONCE])))}
    for text, other in named:
        if (there := of.get(other)) in known and there is not None and there != text:
            others.setdefault(text, set()).add(there)
            others.setdefault(there, set()).add(text)
    all_texts = sorted(known)
    for at in range(0, len(all_texts), _AT_ONCE):
        some = all_texts[at : at + _AT_ONCE]
        for row in connection.execute(select(versions.c.text, func.min(versions.c.published).label("published")).where(versions.c.text.in_(some)).group_by(versions.c.text)):
            if day := day_of(row.published):
                days[row.text] = day.toordinal()
    return others, days
