"""Copies of the images in notes."""

import contextlib
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paper_notes.app import App
    from paper_notes.rules.images import Copies
    from paper_notes.values.model import Note


def copied_images(app: "App", notes: "Iterable[Note]") -> "Copies":
    """Copy the images of the notes that GitHub hosts; what was left is reported."""
    from paper_notes.disk.image_cache import ImageCache
    from paper_notes.doors.github.credentials import find_token
    from paper_notes.doors.image_source import ImageSource
    from paper_notes.rules.images import collect, told

    config = app.config
    barred = "--offline forbids to fetch it." if config.offline else ""
    if app.rehearsing:
        barred = barred or "A dry run fetches nothing."
    with contextlib.closing(
        ImageSource(
            web=app.web,
            api=config.github_api,
            repository=config.repository,
            token=lambda: find_token(app.environ, config.github_api),
        )
    ) as source:
        cache = ImageCache(os.path.join(config.data, "images"))
        copies = collect(notes, source, cache, barred=barred, progress=app.progress)
    for line in told(copies):
        app.report(line)
    return copies
