"""The filters of a query as SQL."""

from typing import Any

from paper_notes.values.query import Query


def conditions(query: Query) -> tuple[str, list[Any]]:
    """Return the query's filters as a WHERE clause and its values."""
    where, values = ["1"], list[Any]()

    def add(condition: str, *of: Any) -> None:
        where.append(condition)
        values.extend(of)

    if not query.everyone:
        add("notes.trusted")
    for topic in query.topics:
        add("instr(',' || notes.topics, ?)", f",{topic},")
    if query.statuses:
        add(f"notes.status IN ({', '.join('?' * len(query.statuses))})", *query.statuses)
    for label in query.labels:
        add("EXISTS (SELECT 1 FROM json_each(notes.labels) WHERE value = ?)", label.casefold())
    if query.author:
        add("instr(notes.authors_folded, ?)", fold(query.author))
    if query.years:
        first, last = query.years
        add("notes.published >= ? AND notes.published < ?", f"{first:04}", f"{last + 1:04}")
    if query.since:
        # Of some papers only the month or the year is known: that counts from its first day to its last.
        add(f"notes.{query.date_column} >= substr(?, 1, length(notes.{query.date_column}))", query.since)
    if query.until:
        # A published date may carry a time: the whole of the last day counts.
        add(f"substr(notes.{query.date_column}, 1, 10) <= ?", query.until)
    if query.rating:
        add("notes.rating >= ?", query.rating)
    if query.reader:
        # As `Issue.readers` has it; an app is never asked for.
        add(
            "EXISTS (SELECT 1 FROM issues WHERE issues.key = notes.key AND "
            "iif(assignees = '[]', lower(issues.author) = ?, "
            "EXISTS (SELECT 1 FROM json_each(assignees) WHERE lower(value) = ?)))",
            query.reader.lower(),
            query.reader.lower(),
        )
    return " AND ".join(where), values


def fold(text: str) -> str:
    """Return the text as it is compared: without case, accents, and width variants."""
    if text.isascii():
        return " ".join(text.lower().split())
    import unicodedata  # a shared library that a plain list never needs

    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in decomposed if not "\u0300" <= character <= "\u036f")
    return unicodedata.normalize("NFKC", " ".join(bare.split()))
