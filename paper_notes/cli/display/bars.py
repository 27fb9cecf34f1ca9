"""Numbers as bars, in the width that the terminal has."""

import shutil
from collections.abc import Mapping

import click
from wcwidth import ljust, width

from paper_notes.cli.display.text import number_of, stars
from paper_notes.rules.stats import Stats

EIGHTHS = " ▏▎▍▌▋▊▉"
LONGEST_BAR = 40


def print_stats(stats: Stats) -> None:
    """Print what was read, how steadily, and about what."""
    when = f" in {stats.year}" if stats.year else ""
    click.secho(f"{number_of(stats.read, 'paper')} read{when}", bold=True)
    waiting = ", ".join(
        f"{count} {status}" for status, count in stats.by_status.items() if count and status != "read"
    )
    if waiting:
        click.echo(f"Other notes: {waiting}")
    if stats.goal:
        _print_goal(stats)
    if stats.by_month:
        click.echo(f"Days in a row: {stats.days.current} now, {stats.days.longest} at best")
        click.echo(f"Weeks in a row: {stats.weeks.current} now, {stats.weeks.longest} at best")
    if stats.median_days_to_read is not None:
        click.echo(f"Median days from adding to reading: {stats.median_days_to_read:g}")
    _print_bars(
        {
            "By month": stats.by_month,
            "By topic": stats.by_topic,
            "By rating": {stars(int(rating)): count for rating, count in stats.by_rating.items()},
        }
    )


def _print_goal(stats: Stats) -> None:
    goal = stats.goal
    assert goal is not None
    ahead = goal.read - goal.expected
    standing = f"{ahead:+.0f} against an even pace" if round(ahead) else "just on pace"
    percent = f"{goal.read / goal.target:.0%}"
    click.echo(f"Goal: {goal.read} of {goal.target} ({percent}), {standing}")


def _print_bars(groups: Mapping[str, Mapping[str, int]]) -> None:
    """Print bars that can be compared: one column for a paper, or less where that would be too long."""
    counts = [count for group in groups.values() for count in group.values()]
    most = max(counts, default=0)
    digits = len(str(most))
    names = max((width(name) for group in groups.values() for name in group), default=0)
    room = max(min(LONGEST_BAR, shutil.get_terminal_size().columns - names - digits - 4), 1)
    for title, group in groups.items():
        if not group:
            continue
        click.echo()
        click.secho(title, bold=True)
        for name, count in group.items():
            drawn = click.style(bar(count / max(most, room), room), fg="cyan") if count else ""
            click.echo(f"{ljust(name, names)}  {count:>{digits}}  {drawn}".rstrip())


def bar(share: float, columns: int) -> str:
    """Return a bar for a share from 0 to 1, exact to an eighth of a column."""
    eighths = round(share * columns * 8)
    return ("█" * (eighths // 8) + EIGHTHS[eighths % 8]).rstrip()
