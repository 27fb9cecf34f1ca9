"""The index of the words in notes: what is in it, and the notes that a search finds.

Notes are found through a full-text index (FTS5), which knows words and how they begin. What is
inside words is found by a second one over all words that occur, which knows how they end:
whoever looks for `former` finds there an ending of `transformer` that begins like that, and
then looks for the word. Only pieces that are in too many words are looked for in the texts.
"""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from paper_notes.doors.sqlite.database import Connection, insert
from paper_notes.values.model import Note
from paper_notes.values.search import FIELDS, Search, Term, texts_of
from paper_notes.values.text.words import grams, is_spaceless, normal

SCORE = "bm25(search, 10, 6, 4, 2, 1, 1)"
"""How well a note fits, the least best: a word in the title tells ten times as much as in a comment."""

NEWEST = "notes.added_on DESC, notes.number DESC, notes.key DESC"

COMMENTS = FIELDS.index("comments")

AT_ONCE = 500
"""Notes that wait in memory to be indexed."""

TOGETHER = 32
"""Words in a row of `words`."""

MOST_PIECES = 1000
"""Each transaction adds a piece to the full-text index; merging them again and again costs more than
all else in a first reading. FTS5 can take 2,000."""

LONGEST = 32
"""Letters of the end of a word that are indexed."""

ALTERNATIVES = 200
"""Words that are looked up for one piece of a word; where more have it, reading the texts is quicker."""

SHORT = 4
"""Letters of a word that becomes another one when it goes on."""

COLUMNS = f"search (rowid, {', '.join(FIELDS)})"


class Among(NamedTuple):
    """Which notes may be found, and how many."""

    where: str = "1"
    """A condition on `notes`, with its values."""
    values: Sequence[Any] = ()
    everyone: bool = False
    """Also notes of people who are not trusted."""
    limit: int | None = None


class _Wanted(NamedTuple):
    """What a note must have to be found."""

    has: list[str]
    """FTS5 expressions, all of them."""
    lacks: list[str]
    """FTS5 expressions, none of them."""
    holds: list[str]
    """Texts in normal form that it must contain."""


class _Row(NamedTuple):
    """What is searched of a note."""

    trusted: int
    words: str
    """Its fields in normal form, one a line."""


class SearchIndex:
    """The words of the notes in a library. Whoever writes to it has begun a transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take the library's connection."""
        self._connection = connection
        connection.create_function("grams", 2, lambda words, field: grams(words.split("\n")[field]))
        connection.execute("PRAGMA trusted_schema = ON")  # a trigger may call it
        self._waiting: dict[int, tuple[Note | None, bool]] = {}
        self._words: set[str] = set()
        self._known: set[str] | None = None
        self._words_later = False

    # -- writing ----------------------------------------------------------------------

    def put(self, key: int, note: Note | None, *, trusted: bool) -> None:
        """Have issue `key` found as this note, or not at all."""
        self._waiting[key] = note, trusted
        if len(self._waiting) >= AT_ONCE:
            self._put_waiting()

    def finish(self) -> None:
        """Bring the index up to date with what was `put`, and with the comments, before the commit."""
        self._put_waiting()
        self._put_comments()
        self._put_words()

    def gather(self, *, words_later: bool) -> None:
        """Leave what comes as it comes: much is on its way, and `tidy` is called when all of it is here.

        With `words_later` what is inside of words is found only then, which is less work.
        """
        self._set(automerge=0, crisismerge=MOST_PIECES)
        self._words_later = words_later

    def tidy(self) -> None:
        """Merge all that was written into one piece, which is read the quickest."""
        self._set(automerge=4, crisismerge=16)  # as SQLite has them
        self._connection.execute("INSERT INTO search (search) VALUES ('optimize')")
        if self._words_later:
            self._words.update(self._vocabulary())
            self._put_words()
            self._words_later = False
        self._connection.execute("INSERT INTO endings (endings) VALUES ('optimize')")

    def _set(self, **settings: int) -> None:
        self._connection.executemany("INSERT INTO search (search, rank) VALUES (?, ?)", settings.items())

    def forget(self) -> None:
        """Forget what was `put`: the transaction was rolled back."""
        self._waiting.clear()
        self._words.clear()
        self._known = None
        self._words_later = False

    def _put_waiting(self) -> None:
        if not self._waiting:
            return
        comments = self._comments(list(self._waiting))
        rows: dict[int, _Row | None] = {}
        for key, (note, trusted) in self._waiting.items():
            rows[key] = None
            if note is not None:
                fields = [normal(text) for text in texts_of(note)]
                fields[COMMENTS] = comments[key]
                rows[key] = _Row(int(trusted), "\n".join(fields))
        self._replace(rows)
        self._waiting.clear()

    def _put_comments(self) -> None:
        due = self._connection.execute(
            "SELECT DISTINCT key FROM searched_due JOIN issues USING (number) JOIN searched USING (key)"
        ).fetchall()
        for start in range(0, len(due), AT_ONCE):
            keys = [key for (key,) in due[start : start + AT_ONCE]]
            comments = self._comments(keys)
            rows: dict[int, _Row | None] = {}
            for key, row in self._rows(keys).items():
                fields = row.words.split("\n")
                fields[COMMENTS] = comments[key]
                rows[key] = row._replace(words="\n".join(fields))
            self._replace(rows)
        self._connection.execute("DELETE FROM searched_due")

    def _comments(self, keys: Sequence[int]) -> dict[int, str]:
        """Return in normal form what trusted people wrote below these issues."""
        bodies: dict[int, list[str]] = {key: [] for key in keys}
        for key, body in self._connection.execute(
            "SELECT key, comments.body FROM issues JOIN comments USING (number) "
            f"WHERE trusted AND key IN ({_marks(keys)}) ORDER BY id",
            keys,
        ):
            bodies[key].append(normal(body))
        return {key: " ".join(texts) for key, texts in bodies.items()}

    def _rows(self, keys: Sequence[int]) -> dict[int, _Row]:
        found = self._connection.execute(
            f"SELECT key, trusted, words FROM searched WHERE key IN ({_marks(keys)})", keys
        )
        return {key: _Row(*row) for key, *row in found}

    def _replace(self, rows: dict[int, _Row | None]) -> None:
        """Bring these rows up to date; nothing is written for those that are as they were."""
        before = self._rows(list(rows))
        gone = [key for key, row in before.items() if row != rows[key]]
        fresh = [(key, row) for key, row in rows.items() if row is not None and row != before.get(key)]
        # In one statement: each of them makes the index write all that it holds in memory.
        self._connection.execute(f"DELETE FROM searched WHERE key IN ({_marks(gone)})", gone)
        insert(self._connection, "searched", [(key, *row) for key, row in fresh])
        insert(
            self._connection,
            COLUMNS,
            [(key if row.trusted else -key, *grams(row.words).split("\n")) for key, row in fresh],
        )
        if not self._words_later:
            for _, row in fresh:
                self._words.update(row.words.split())

    def _put_words(self) -> None:
        if not self._words:
            return
        known = self._all_known()
        new = self._words.difference(known)
        words = [word for word in new if len(word) > 2 and not is_spaceless(word[0])]
        words.sort(key=itemgetter(slice(1, None)))  # what many words have inside is in fewer rows
        rows = [words[start : start + TOGETHER] for start in range(0, len(words), TOGETHER)]
        for row in rows:
            self._connection.execute("INSERT INTO words (words) VALUES (?)", (" ".join(row),))
            # A word of three letters has one end that is of use: its last two.
            ends = [word[start : start + LONGEST] for word in row for start in range(1, len(word) - 1)]
            self._connection.execute(
                "INSERT INTO endings (rowid, ending) VALUES (last_insert_rowid(), ?)", (" ".join(ends),)
            )
        known.update(new)
        self._words.clear()

    def _vocabulary(self) -> list[str]:
        """Return every word in the full-text index."""
        self._connection.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, search, row)")
        words = [word for (word,) in self._connection.execute("SELECT term FROM temp.vocabulary")]
        self._connection.execute("DROP TABLE temp.vocabulary")
        return words

    def _all_known(self) -> set[str]:
        if self._known is None:
            rows = self._connection.execute("SELECT words FROM words")
            self._known = {word for (words,) in rows for word in words.split()}
        return self._known

    # -- reading ----------------------------------------------------------------------

    def find(self, search: Search, columns: str, among: Among) -> Iterator[Any]:
        """Yield these columns of the notes that a search finds.

        First come those that have all terms as words or at the start of words, the best first, then
        those that have some only inside words. Without any term the newest come first.
        """
        left = among.limit
        for wanted in self._wanted(search):
            for row in self._find(wanted, columns, among._replace(limit=left)):
                yield row
                if left is not None:
                    left -= 1
            if left == 0:
                return

    def _wanted(self, search: Search) -> Iterator[_Wanted]:
        """Yield what to look for first, then what to look for if that was not enough."""
        excluded = [_expression(term.words, whole=not term.start) for term in search.excluded]
        begins = [_expression(term.words) for term in search.terms]
        yield _Wanted(begins, excluded, [])
        inside = [self._inside(term) for term in search.terms]
        if all(words == [] for words in inside):
            return
        wanted = _Wanted([], [*excluded, f"({' AND '.join(begins)})"], [])
        for term, begin, words in zip(search.terms, begins, inside, strict=True):
            if words is not None:
                wanted.has.append(f"({' OR '.join([begin, *words])})")
                continue
            wanted.holds.append(term.words)
            if rest := term.words.partition(" ")[2]:
                wanted.has.append(_expression(rest))
        yield wanted

    def _inside(self, term: Term) -> list[str] | None:
        """Return expressions for words that the term is inside of, or None if there are too many."""
        first, _, rest = term.words.partition(" ")
        if term.start or is_spaceless(first[0]) or not (len(first) > 1 or first.isalnum()):
            return []
        if not 1 < len(first) < LONGEST:
            return None
        rows = self._connection.execute(
            "SELECT words FROM words WHERE id IN (SELECT rowid FROM endings WHERE endings MATCH ? LIMIT ?)",
            (f'"{first}"' if rest else f'"{first}" *', ALTERNATIVES + 1),
        )
        words = sorted({word for (row,) in rows for word in row.split() if first in word[1:]})
        if rest:
            words = [f"{word} {rest}" for word in words if word.endswith(first)]
        return [_expression(word, whole=not rest) for word in words] if len(words) <= ALTERNATIVES else None

    def _find(self, wanted: _Wanted, columns: str, among: Among) -> Iterable[Any]:
        lacks = " OR ".join(wanted.lacks)
        conditions = [among.where, *["instr(searched.words, ?)"] * len(wanted.holds)]
        values = [*among.values, *wanted.holds]
        if not wanted.has:
            if not among.everyone:
                conditions.append("notes.trusted")
            if lacks:
                conditions.append("notes.key NOT IN (SELECT abs(rowid) FROM search WHERE search MATCH ?)")
                values.append(lacks)
            return self._connection.execute(
                f"SELECT {columns} FROM notes CROSS JOIN searched ON searched.key = notes.key "
                f"WHERE {' AND '.join(conditions)} ORDER BY {NEWEST} LIMIT ?",
                (*values, -1 if among.limit is None else among.limit),
            )
        has = " AND ".join(wanted.has)
        values.insert(0, f"({has}) NOT ({lacks})" if lacks else has)
        source = "FROM search"
        if conditions != ["1"] or among.limit is None:
            source += " CROSS JOIN notes ON notes.key = abs(search.rowid)"
        if wanted.holds:
            source += " CROSS JOIN searched ON searched.key = notes.key"
        if not among.everyone:
            conditions.append("search.rowid > 0")
        chosen = f"{source} WHERE search MATCH ? AND {' AND '.join(conditions)}"
        if among.limit is None:
            return self._connection.execute(
                f"SELECT {columns} {chosen} ORDER BY {SCORE}, search.rowid DESC", values
            )
        # The columns of the best only: most of what is found often is not wanted.
        return self._connection.execute(
            f"SELECT {columns} FROM (SELECT search.rowid AS place, {SCORE} AS score {chosen} "
            "ORDER BY score, place DESC LIMIT ?) "
            "CROSS JOIN notes ON notes.key = abs(place) ORDER BY score, place DESC",
            (*values, among.limit),
        )


def _expression(words: str, *, whole: bool = False) -> str:
    """Return the FTS5 expression for words in a row, of which the last may go on unless `whole`.

    A short one counts more if it does not: `net` and `network` are not the same, but `network` and
    `networks` are. Where blanks do not separate words it may always go on.
    """
    tokens = grams(words)
    if not is_spaceless(words[-1]):
        if whole:
            return f'"{tokens}"'
        short = len(words) - words.rfind(" ") - 1 <= SHORT
        return f'("{tokens}" OR "{tokens}" *)' if short else f'"{tokens}" *'
    if len(words) > 1 and is_spaceless(words[-2]):
        return f'"{tokens[:-2]}"'  # the last pair of letters tells it all
    return f'"{tokens}" *'


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))
