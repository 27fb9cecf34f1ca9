"""`papers stats`: what was read, in numbers and bars."""

import click

from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.output import print_json
from paper_notes.cli.display.telling import tell_age
from paper_notes.cli.options import JSON, MINE, READER, whose
from paper_notes.cli.parameter_types import TOPIC, Number
from paper_notes.values.query import Query


@click.command(cls=PapersCommand)
@click.option("--year", type=Number(1900, 2999), metavar="YEAR", help="Only what was read in this year.")
@click.option(
    "--topic", "topics", multiple=True, type=TOPIC, metavar="TOPIC", help="Only notes about this topic."
)
@READER
@MINE
@JSON
@click.pass_obj
def stats(
    session: Session, year: int | None, topics: tuple[str, ...], reader: str | None, mine: bool, as_json: bool
) -> None:
    """Count what you read: by month, by topic, days in a row.

    A yearly goal is a setting: goal = 50 in papers.toml or your config.toml.
    """
    from paper_notes.app.clock import today
    from paper_notes.rules.stats import count

    app = session.app()
    wanted = Query(topics=tuple(map(app.topic_name, topics)), reader=whose(app, reader, mine=mine))
    standings = app.filled_store.standings(wanted)
    counted = count(standings, today=today(), year=year, goal=app.config.goal)
    if as_json:
        print_json(counted.as_json())
    else:
        from paper_notes.cli.display.bars import print_stats

        print_stats(counted)
    tell_age(app)
