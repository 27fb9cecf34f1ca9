"""The reading list, and publishing it."""

from typing import TYPE_CHECKING

from paper_notes.values.model import Status
from paper_notes.values.query import Query

if TYPE_CHECKING:
    from paper_notes.app import App
    from paper_notes.rules.reading_list.index import ReadingList
    from paper_notes.rules.reading_list.publish import Published


def reading_list(
    app: "App", query: Query, *, by: str, queue: bool, once: bool, readers: bool
) -> "ReadingList":
    """Return the reading list of the notes that the filters let through."""
    from paper_notes.doors.render import render
    from paper_notes.rules.reading_list.index import ReadingList
    from paper_notes.rules.reading_list.reading_list import Options

    waiting = [Status.READING, Status.TO_READ] if queue else []
    wanted = query._replace(statuses=tuple(dict.fromkeys([*query.statuses, *waiting])))
    order = tuple(topic.name for topic in app.taxonomy.topics)
    options = Options(by, app.config.language, once=once, queue=queue, readers=readers, topics_order=order)
    folders = app.config.template_folders
    return ReadingList(
        list(app.filled_store.notes(wanted)),
        options,
        lambda name, **values: render(name, folders, **values),
    )


def publish(app: "App", reading_list: "ReadingList", path: str | None, branch: str | None) -> "Published":
    """Bring the list at `path`, or in the README, of the connected repository up to date, by a commit."""
    from paper_notes.rules.reading_list.publish import publish

    place = app.github.contents(branch)
    return publish(place, path, reading_list.renew, rehearsing=app.rehearsing)
