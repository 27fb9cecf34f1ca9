"""A landmark paper to begin with."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from paper_notes.values.model import Paper


class Starter(NamedTuple):
    """One landmark paper."""

    paper: Paper
    """Without abstract, version and comment."""
    topics: tuple[str, ...]
    """Names of default topics."""
    why: Mapping[str, str]
    """Why to read it, in one line, by language: `en`, `ko`, `ja`."""

    def as_json(self) -> dict[str, Any]:
        """Return what is known of it, with the keys that a note has."""
        paper = self.paper
        return {
            "id": paper.id,
            "arxiv_id": paper.arxiv_id,
            "title": paper.title,
            "authors": list(paper.authors),
            "authors_total": paper.authors_total,
            "published": paper.published,
            "primary_category": paper.primary_category,
            "categories": list(paper.categories),
            "topics": list(self.topics),
            "why": self.why,
            "links": paper.links,
        }
