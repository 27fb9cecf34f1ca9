"""Mistakes on the command line, told like everything else."""

import pytest

from tests.conftest import Run


@pytest.mark.parametrize(
    ("line", "told", "remedy"),
    [
        ("lst", "There is no command 'lst'.", "Did you mean list? See: papers --help"),
        ("labels chekc", "There is no command 'chekc'.", "Did you mean check? See: papers labels --help"),
        (
            "rm 1706.03762",
            "There is no command 'rm'.",
            "Did you mean remove? See: papers --help",
        ),
        (
            "mark 12 read",
            "STATUS: '12' is not one of 'to-read', 'reading', 'read', 'dropped'.",
            "The status comes first. See: papers mark --help",
        ),
        ("xyzzy", "There is no command 'xyzzy'.", "See: papers --help"),
        ("list --lim 3", "There is no option --lim.", "Did you mean --limit? See: papers list --help"),
        ("list --xyzzy", "There is no option --xyzzy.", "See: papers list --help"),
        ("list --limit", "--limit needs a value.", "See: papers list --help"),
        ("--repo", "--repo needs a value.", "See: papers --help"),
        ("list --offline=1", "--offline takes no value.", "See: papers list --help"),
        ("list --limit x", "--limit: 'x' is not a number from 1 on.", "See: papers list --help"),
        ("add 1 --rating 7", "--rating: '7' is not a number from 1 to 5.", "See: papers add --help"),
        (
            "list --year x",
            "--year: 'x' is no year: a year is 2017, 2017..2020, 2017.. or ..2020.",
            "See: papers list --help",
        ),
        (
            "mark finished 12",
            "STATUS: 'finished' is not one of 'to-read', 'reading', 'read', 'dropped'.",
            "See: papers mark --help",
        ),
        (
            "mark",
            "One of these words is missing: to-read, reading, read, dropped.",
            "See: papers mark --help",
        ),
        ("show", "REF is missing.", "See: papers show --help"),
        ("search", "QUERY is missing.", "See: papers search --help"),
        ("note 12", "--message is missing.", "See: papers note --help"),
        (
            "show attention is all",
            "This is too much: is all",
            "Words that belong together need quotation marks. See: papers show --help",
        ),
        ("add", "Name at least one paper, for example: papers add 1706.03762", "See: papers add --help"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(papers: Run, line: str, told: str, remedy: str) -> None:
    """Each says what is wrong, what comes closest, and where the help is; none in click's words."""
    assert papers(line, exit_code=2).stderr == f"papers: {told}\n        {remedy}\n"
