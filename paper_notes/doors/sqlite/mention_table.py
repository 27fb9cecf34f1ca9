"""Which notes mention which, in the library on disk: kept true by whoever writes."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from paper_notes.doors.sqlite.database import Connection
from paper_notes.values.text.mentions import Title, Titles, mentioned, openings, title_of

FEW_TITLES = 32
"""So many new titles are looked for one by one in what was written before; for more, every text is read."""
FEW_NOTES = 50
"""For so many notes titles are looked up in the tables; for more, all of them are loaded."""
AT_ONCE = 500
"""Notes that are held in memory at a time."""

TEXTS = """
    SELECT key, id, url, text, (
        SELECT group_concat(body, char(10, 10)) FROM comments WHERE number = notes.number AND trusted
    ) FROM contents JOIN notes USING (key) WHERE key IN (SELECT value FROM json_each(?)) AND trusted
    """

Lookup = Callable[[str], Iterable[str]]
"""A text in, the titles that it may have in it out."""


class MentionTable:
    """The mentions in one library. Whoever brings them up to date has begun a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._execute = connection.execute
        self._execute_many = connection.executemany

    def settle(self) -> None:
        """Bring titles and mentions up to date with the notes that came, changed or went."""
        changed = self._keys("SELECT key FROM unrelated")
        gone, new = self._rename(changed)
        # Where a title is gone, a shorter one inside it may now be what is mentioned.
        bereft = self._keys(
            "SELECT key FROM mentions WHERE name IN (SELECT value FROM json_each(?))", _dump(gone)
        )
        self._read(changed | bereft | self._may_mention(new))
        self._execute("DELETE FROM unrelated")

    def _rename(self, keys: Collection[int]) -> tuple[list[str], list[str]]:
        """Bring the titles of these notes up to date; return the names that are gone, and the new ones."""
        gone, new = list[str](), list[str]()
        for some in _parts(keys):
            among = "key IN (SELECT value FROM json_each(?))"
            rows = self._execute(f"SELECT key, name, opening FROM titles WHERE {among}", (some,))
            before = {key: Title(name, opening) for key, name, opening in rows}
            notes = self._execute(f"SELECT key, title FROM notes WHERE {among} AND trusted", (some,))
            after = {key: title_of(title) for key, title in notes}
            stale = [(key, title) for key, title in before.items() if after.get(key) != title]
            fresh = [(key, title) for key, title in after.items() if title and before.get(key) != title]
            self._execute_many("DELETE FROM titles WHERE key = ?", [(key,) for key, _ in stale])
            self._execute_many(
                "INSERT INTO titles (key, name, opening) VALUES (?, ?, ?)",
                [(key, *title) for key, title in fresh],
            )
            gone += [title.name for _, title in stale]
            new += [title.name for _, title in fresh]
        return gone, new

    def _may_mention(self, names: list[str]) -> set[int]:
        """Return the notes that may have one of the titles in their text, and some that have not."""
        if len(names) > FEW_TITLES:
            return self._keys("SELECT key FROM notes WHERE trusted")
        found = set[int]()
        for name in names:
            found |= self._keys(
                "SELECT key FROM contents WHERE text LIKE ?1 "
                "UNION SELECT key FROM comments JOIN notes USING (number) WHERE comments.body LIKE ?1",
                _pattern(name),
            )
        return found

    def _read(self, keys: Collection[int]) -> None:
        """Find out anew what these notes mention."""
        lookup = self._all_titles().within if len(keys) > FEW_NOTES else self._titles
        for some in _parts(keys):
            self._execute("DELETE FROM mentions WHERE key IN (SELECT value FROM json_each(?))", (some,))
            found = list[tuple[int, str]]()
            for key, paper_id, url, text, comments in self._execute(TEXTS, (some,)):
                words = f"{text}\n\n{comments}" if comments else text
                issues = url.rpartition("/")[0] if url else None
                found += [(key, name) for name in mentioned(words, lookup(words), issues, paper_id)]
            self._execute_many("INSERT INTO mentions VALUES (?, ?)", found)

    def _titles(self, text: str) -> Iterable[str]:
        begin = _dump(map(" ".join, set(openings(text))))
        rows = self._execute(
            "SELECT DISTINCT name FROM json_each(?) JOIN titles ON opening = value", (begin,)
        )
        return [name for (name,) in rows]

    def _all_titles(self) -> Titles:
        return Titles(map(Title._make, self._execute("SELECT name, opening FROM titles")))

    def _keys(self, sql: str, *values: Any) -> set[int]:
        return {key for (key,) in self._execute(sql, values)}


def _parts(keys: Collection[int]) -> Iterator[str]:
    """Yield the keys as JSON lists, not too many at once."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), AT_ONCE):
        yield _dump(ordered[start : start + AT_ONCE])


def _dump(values: Iterable[Any]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def _pattern(name: str) -> str:
    """Return what LIKE finds a name with; letters whose case it does not know may be any."""
    known = (char.isalnum() and (char.isascii() or char.upper() == char.lower()) for char in name)
    return f"%{''.join(char if sure else '%' for char, sure in zip(name, known, strict=True))}%"
