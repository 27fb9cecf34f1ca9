"""The pages of the notes, each with the paper, what its reader wrote, and what is near it."""

from collections.abc import Callable

from paper_notes.rules.export.bibtex import bibtex_entry
from paper_notes.rules.site import addresses
from paper_notes.rules.site.catalogue import Catalogue
from paper_notes.rules.site.head import citation, description_of, json_ld
from paper_notes.rules.site.layout import Layout
from paper_notes.rules.site.presenter import Presenter
from paper_notes.rules.site.typography import language_of, without_empty_sections
from paper_notes.rules.site.words import site_words
from paper_notes.values.model import Note
from paper_notes.values.text.bylines import day_of, first_year
from paper_notes.values.text.names import people

AUTHORS_SHOWN = 20
"""On a note's page; the others are folded."""

LONG_TITLE = 110
"""A longer one is set in smaller letters."""


class NotePages:
    """The pages that are about one note each."""

    def __init__(
        self, catalogue: Catalogue, present: Presenter, layout: Layout, title_html: Callable[[str], str]
    ) -> None:
        """Take what all pages are made with, and what `Doors` has for titles."""
        self._catalogue = catalogue
        self._site = catalogue.site
        self._present = present
        self._layout = layout
        self._title_html = title_html
        self._say = site_words(self._site.language)

    def page(self, note: Note) -> str:
        """Return the page of a note."""
        catalogue, paper, key = self._catalogue, note.paper, note.key or 0
        address = catalogue.folder(note)
        root = addresses.root_of(address)
        title = " ".join(paper.title.split()) or paper.id
        text = without_empty_sections(note.text)
        newer, older = catalogue.neighbours[key]
        citation_key = self._site.keys.get(paper.id, "")
        names = [self._present.person(name, root) for name in people(paper.authors)]
        total = max(paper.authors_total, len(paper.authors))
        shown = names if len(names) <= AUTHORS_SHOWN + 2 else names[:AUTHORS_SHOWN]
        return self._layout.render(
            "note",
            address,
            title=title,
            description=description_of(note) or self._say.notes_on.format(title=title),
            kind="article",
            metas=list(citation(note)),
            json_ld=json_ld(note, self._layout.url(address), language_of(note.text, self._site.language)),
            note=note,
            paper=paper,
            heading=self._title_html(title),
            heading_lang=language_of(title, self._site.language),
            long=len(title) > LONG_TITLE,
            people=shown,
            people_folded=names[len(shown) :],
            people_more=total - len(shown) if total > len(paper.authors) or len(names) > len(shown) else 0,
            topics=self._present.topics(note, root),
            rating=self._present.stars(note.rating),
            published=self._present.date(day_of(paper.published)) or first_year(paper),
            updated=self._present.date(day_of(paper.updated)) if (paper.version or 1) > 1 else "",
            status=self._present.status(note),
            readers=self._present.readers(note),
            links=self._present.links(note),
            text=self._present.html_of(text, note, root, "note-") if text.strip() else "",
            text_lang=language_of(text, self._site.language),
            abstract=self._title_html(paper.abstract) if paper.abstract else "",
            abstract_lang=language_of(paper.abstract or "", self._site.language),
            comments=[
                self._present.comment(comment, note, root)
                for comment in note.comments
                if comment.body.strip()
            ],
            related=[
                (heading, [self._present.entry(catalogue.by_key[other], root) for other in found[key]])
                for heading, found in (
                    (self._say.mentions, catalogue.mentions),
                    (self._say.mentioned_in, catalogue.mentioned_in),
                    (self._say.akin, catalogue.akin),
                )
                if found.get(key)
            ],
            newer=self._present.entry(newer, root) if newer else None,
            older=self._present.entry(older, root) if older else None,
            bibtex=bibtex_entry(paper, citation_key, note.topics).strip()
            if citation_key and not paper.pending
            else "",
        )
