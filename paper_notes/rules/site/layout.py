"""What is around every page of the site: its head for browsers and machines, its title, and the menu."""

from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlsplit

from paper_notes.rules.site import addresses
from paper_notes.rules.site.catalogue import Catalogue
from paper_notes.rules.site.feeds import FEED
from paper_notes.rules.site.head import Meta, open_graph
from paper_notes.rules.site.words import site_words
from paper_notes.values.text.list_words import words

_LOCALES = {"en": "en_US", "ko": "ko_KR", "ja": "ja_JP"}


class Layout:
    """The frame that all pages of a site are rendered in."""

    def __init__(self, catalogue: Catalogue, render: Callable[..., str], followed: Collection[str]) -> None:
        """Take what `Doors` has for templates, and the folders of the pages that have a feed."""
        self._catalogue = catalogue
        self._site = catalogue.site
        self._render = render
        self._followed = followed
        self._say = site_words(self._site.language)
        self._list_say = words(self._site.language)
        self.title = self._site.title or self._say.title
        """The site's name."""

    @cached_property
    def sections(self) -> list[tuple[str, str]]:
        """The site's main pages, by what they are called, as its menu has them."""
        say, catalogue = self._say, self._catalogue
        there = [
            (say.notes, addresses.NOTES, True),
            (say.topics, addresses.TOPICS, catalogue.by_topic),
            (say.years, addresses.YEARS, catalogue.by_year),
            (say.authors, addresses.AUTHORS, catalogue.authors),
            (say.statistics, addresses.STATISTICS, catalogue.read),
            (say.search, addresses.SEARCH, self._site.search),
        ]
        return [(name, address) for name, address, wanted in there if wanted]

    def render(
        self,
        template: str,
        address: str,
        *,
        title: str,
        description: str,
        kind: str = "website",
        metas: Sequence[Meta] = (),
        **values: Any,
    ) -> str:
        """Return a page.

        Args:
            template: the name of what is in it, without its folder and its ending.
            address: of the page, from the site's folder.
            title: its own; the site's name is added. Empty for the home page.
            description: what a search result and a preview would say of it.
            kind: what it is to previews (https://ogp.me/#types).
            metas: what else its head tells machines.
            values: what the template is given besides.

        """
        lost = address == addresses.NOT_FOUND
        # Whoever is lost may be in any folder.
        root = self._top if lost else addresses.root_of(address)
        url = self.url(address)
        graph = open_graph(
            title=title or self.title,
            description=description,
            url=url,
            kind=kind,
            site=self.title,
            locale=_LOCALES[self._site.language],
        )
        return self._render(
            f"site/{template}.html.j2",
            site=self._site,
            site_title=self.title,
            say=self._say,
            list_say=self._list_say,
            root=root,
            url="" if lost else url,
            menu=[(name, root + to, to == address, address.startswith(to)) for name, to in self.sections],
            title=title,
            description=description,
            metas=[*metas, *([] if lost else graph)],
            lost=lost,
            feeds=[
                f"{root}{quote(folder)}{FEED}"
                for folder in self._followed
                if folder in (addresses.HOME, address)
            ],
            **values,
        )

    def url(self, address: str) -> str:
        """Return the full address of a page; empty if nobody said where the site will be."""
        return f"{self._site.base_url}/{quote(address)}" if self._site.base_url else ""

    @property
    def _top(self) -> str:
        """What leads to the site's folder from anywhere on its host."""
        return f"{urlsplit(self._site.base_url).path}/" if self._site.base_url else "./"
