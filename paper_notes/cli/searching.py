"""`papers search`: notes by the words in them."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import click

from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.narration import say
from paper_notes.cli.display.output import on_terminal, print_array, print_page, tabbed
from paper_notes.cli.display.telling import tell_age, tell_limits
from paper_notes.cli.display.text import number_of
from paper_notes.cli.options import JSON, filters, query
from paper_notes.cli.parameter_types import Number
from paper_notes.values.errors import UsageError
from paper_notes.values.search import Hit, Search, parse, texts_of

if TYPE_CHECKING:
    from paper_notes.app import App

T = TypeVar("T")

BEST = 20
"""Notes that a person is shown who did not say how many."""

LENGTH = 160
"""Characters of an excerpt in JSON."""

MARK = "**"
"""Stands in JSON before and after what was found; excerpts have no other `*`."""


class SearchCommand(PapersCommand):
    """A command whose arguments may begin with `-`, which leaves a word out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take `-word` for an argument: Click would look for options in its letters."""
        with_value = {
            name
            for option in self.params
            if isinstance(option, click.Option) and not option.is_flag
            for name in option.opts
        }
        short = {name for option in self.get_params(ctx) for name in option.opts if len(name) == 2}
        options, words = list[str](), list[str]()
        rest = iter(args)
        for word in rest:
            if word == "--":
                words.extend(rest)
            elif word in short or word.startswith("--"):
                value = [*islice(rest, 1)] if word in with_value else []
                options += [word, *value]
                if word in with_value and not value:
                    return super().parse_args(ctx, options)  # which says what is missing
            else:
                words.append(word)
        return super().parse_args(ctx, [*options, "--", *words])


@click.command(cls=SearchCommand)
@click.argument("words", metavar="QUERY...", nargs=-1, required=True)
@filters("added")
@click.option(
    "--limit",
    type=Number(1),
    metavar="N",
    help=f"At most N notes; on a terminal {BEST} if not given.",
)
@click.option("--all", "everyone", is_flag=True, help="Also issues of people you do not trust.")
@JSON
@click.pass_obj
def search(
    session: Session, /, words: tuple[str, ...], as_json: bool, limit: int | None, **chosen: Any
) -> None:
    """Find notes by any words in them, the best first.

    All words of QUERY must be in the title, the authors, the abstract, your own text or the comments,
    in any order; words that begin with them, or have them inside, come last. "two words" is a phrase,
    trans* only the start of words, -word leaves out notes with that word. topic:NLP, status:read,
    author:vaswani, year:2017..2020, label:x and rating:4 filter like the options.
    """
    app = session.app()
    asked = parse(" ".join(words), lambda name: topic_of(app, name))
    for remark in asked.remarks:
        say(remark)
    if asked.empty:
        say("There is no word to search for: punctuation does not count.")
        return
    store = app.filled_store
    interactive = on_terminal() and not as_json
    if interactive:
        limit = limit or BEST
    # One more than wanted tells whether there is more.
    wanted = asked.narrow(query(app, chosen, limit=limit and limit + 1))
    count = Count(limit)
    if as_json:
        print_array(documents(asked, count.of(store.hits(asked, wanted))))
    elif interactive:
        show(asked, list(count.of(store.hits(asked, wanted))), app.topic_colors)
    else:
        for line in count.of(store.found(asked, wanted)):
            sys.stdout.write(tabbed(line))
    say(count.told())
    tell_age(app) if chosen["everyone"] else tell_limits(app)


class Count:
    """Counts what is printed, and notices whether there was more."""

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self._printed = 0
        self._more = False

    def of(self, found: Iterable[T]) -> Iterator[T]:
        """Yield what is found, up to the limit."""
        for one in found:
            if self._printed == self._limit:
                self._more = True
                return
            self._printed += 1
            yield one

    def told(self) -> str:
        """Return how many notes there were."""
        if self._more:
            return f"The best {self._printed}; for more: --limit {2 * self._printed}"
        return number_of(self._printed, "note")


def topic_of(app: "App", name: str) -> str | None:
    """Return the topic's name as the taxonomy spells it, or None."""
    try:
        return app.topic_name(name)
    except UsageError:
        return None


def documents(asked: Search, hits: Iterable[Hit]) -> Iterator[dict[str, Any]]:
    """Yield notes as JSON, with the piece of text that was found."""
    from paper_notes.values.text.excerpt import Finder

    finder = Finder(asked.terms)
    for note, _ in hits:
        excerpt = finder.excerpt(texts_of(note), LENGTH)
        yield {**note.as_json(), "snippet": excerpt and excerpt.marked(MARK)}


def show(asked: Search, hits: list[Hit], colors: Mapping[str, str]) -> None:
    """Print notes for a person to choose from."""
    # These measure wide characters, which takes a while to load.
    from paper_notes.cli.display.hits import page
    from paper_notes.cli.display.screen import screen

    if hits:
        terminal = screen()
        print_page(page(asked, hits, terminal, colors), terminal.rows)
