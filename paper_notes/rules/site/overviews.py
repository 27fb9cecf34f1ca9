"""The pages that show a site as a whole: where one comes in, what there are notes about, and in numbers."""

from urllib.parse import quote

from paper_notes.rules.site import addresses, figures
from paper_notes.rules.site.catalogue import Catalogue
from paper_notes.rules.site.layout import Layout
from paper_notes.rules.site.numbers import Numbers
from paper_notes.rules.site.parts import Row
from paper_notes.rules.site.presenter import Presenter
from paper_notes.rules.site.words import site_words
from paper_notes.values.text.list_words import words

RECENT = 8
"""How many notes the home page shows of those read last."""
READING = 5
"""And of those being read."""
WAITING = 5
"""And of those that wait."""


class Overviews:
    """All the notes of a site at a glance."""

    def __init__(self, catalogue: Catalogue, present: Presenter, layout: Layout) -> None:
        self._catalogue = catalogue
        self._site = catalogue.site
        self._present = present
        self._layout = layout
        self._numbers = Numbers(catalogue)
        self._say = site_words(self._site.language)
        self._list_say = words(self._site.language)

    def home(self) -> str:
        """Return the page that people come to first."""
        catalogue = self._catalogue
        return self._layout.render(
            "home",
            addresses.HOME,
            title="",
            description=self._site.about or self._about(self._layout.title),
            reading=[self._present.entry(note, "./") for note in catalogue.reading[:READING]],
            reading_total=len(catalogue.reading),
            recent=[
                self._present.entry(note, "./") for note in (catalogue.read or catalogue.closed)[:RECENT]
            ],
            waiting=[self._present.entry(note, "./") for note in catalogue.queue[:WAITING]],
            waiting_total=len(catalogue.queue),
            topics=self._present.topic_rows("./"),
            heat=self._numbers.last_weeks(),
            numbers=self._numbers.single(),
            empty=self._list_say.empty,
        )

    def topics(self) -> str:
        """Return the list of the topics."""
        root = addresses.root_of(addresses.TOPICS)
        about = {topic.name: topic.description for topic in self._site.topics}
        rows = [row._replace(about=about.get(row.name, "")) for row in self._present.topic_rows(root)]
        return self._table(addresses.TOPICS, self._say.topics, self._say.topic, rows)

    def years(self) -> str:
        """Return the list of the years in which the papers came out."""
        root = addresses.root_of(addresses.YEARS)
        groups = self._catalogue.by_year
        most = max(map(len, groups.values()), default=1)
        rows = [
            Row(
                self._list_say.date(self._list_say.year, year),
                len(notes),
                figures.bar(len(notes), most),
                f"{root}{addresses.YEARS}{year}/",
            )
            for year, notes in groups.items()
        ]
        return self._table(addresses.YEARS, self._say.years, self._say.year, rows)

    def authors(self) -> str:
        """Return the list of the authors who have a page."""
        root = addresses.root_of(addresses.AUTHORS)
        found = self._catalogue.authors
        return self._layout.render(
            "names",
            addresses.AUTHORS,
            title=self._say.authors,
            description=self._about(self._say.authors),
            names=[(one.name, len(one.notes), root + quote(folder)) for folder, one in found.items()],
        )

    def statistics(self) -> str:
        """Return the page of numbers and plots."""
        say, numbers = self._say, self._numbers
        root = addresses.root_of(addresses.STATISTICS)
        by_rating = numbers.counted.by_rating
        most = max(by_rating.values(), default=1)
        months, years = numbers.months, numbers.years
        return self._layout.render(
            "statistics",
            addresses.STATISTICS,
            title=say.statistics,
            description=self._about(say.statistics),
            numbers=numbers.single(),
            heats=numbers.years_of_days(),
            months=figures.columns(months, say.by_month) if months else "",
            months_table=[(column.name, column.value) for column in months],
            years=figures.columns(years, say.by_year, self._site.goal) if len(years) > 1 else "",
            years_table=[(column.name, column.value) for column in years],
            goal=numbers.goal(),
            topics=self._present.topic_rows(root, read=True),
            ratings=[
                Row(stars, number, figures.bar(number, most), rating=self._present.stars(int(stars)))
                for stars, number in by_rating.items()
            ],
            waits=numbers.waits(),
        )

    def _about(self, heading: str) -> str:
        return self._say.about_notes(heading, len(self._catalogue.notes))

    def _table(self, address: str, heading: str, what: str, rows: list[Row]) -> str:
        return self._layout.render(
            "table",
            address,
            title=heading,
            description=self._about(heading),
            what=what,
            rows=rows,
        )
