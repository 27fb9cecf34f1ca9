"""Looking up, in the library on disk, which notes mention which; `mention_table` keeps that true."""

from paper_notes.doors.sqlite.database import Connection
from paper_notes.values.related import Related, Relative

MENTIONS = """
    SELECT notes.key FROM mentions JOIN notes ON id = name WHERE mentions.key = ?1
    UNION SELECT issues.key FROM mentions JOIN issues ON number = CAST(substr(name, 2) AS INTEGER)
    WHERE mentions.key = ?1 AND substr(name, 1, 1) = '#'
    UNION SELECT titles.key FROM mentions JOIN titles USING (name) WHERE mentions.key = ?1
    """
MENTIONED_IN = """
    SELECT mentions.key FROM notes JOIN mentions ON name IN (id, '#' || number) WHERE notes.key = ?1
    UNION SELECT mentions.key FROM titles JOIN mentions USING (name) WHERE titles.key = ?1
    """

ALL = """
    SELECT mentions.key, notes.key FROM mentions JOIN notes ON id = name
    UNION SELECT mentions.key, issues.key FROM mentions
    JOIN issues ON number = CAST(substr(name, 2) AS INTEGER) WHERE substr(name, 1, 1) = '#'
    UNION SELECT mentions.key, titles.key FROM mentions JOIN titles USING (name)
    ORDER BY 1, 2
    """


def all_mentions(connection: Connection) -> list[tuple[int, int]]:
    """Return the row of each note that mentions one, and that note's row; some may not be trusted."""
    return [(here, there) for here, there in connection.execute(ALL) if here != there]


def related_to(connection: Connection, key: int) -> Related:
    """Return what the note in row `key` has to do with."""
    mentions, mentioned_in = (
        connection.execute(
            "SELECT DISTINCT id, number, title FROM notes "
            f"WHERE key IN ({keys}) AND key <> ?1 AND trusted ORDER BY number, id",
            (key,),
        )
        for keys in (MENTIONS, MENTIONED_IN)
    )
    return Related(tuple(map(Relative._make, mentions)), tuple(map(Relative._make, mentioned_in)))
