"""Keeping arXiv's pace, alone and among processes."""

import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from paper_notes.doors.arxiv.pace import PATIENCE, POLL, Turn
from paper_notes.values.errors import SourceError
from paper_notes.values.model import Paper
from tests.arxiv_server import ArxivServer, FakeClock

NOW = 1_800_000_000.0
WAITING = "Waiting: arXiv asks for 3 seconds between two requests."


@pytest.fixture
def clock() -> FakeClock:
    """Return a clock that stands at NOW."""
    return FakeClock(NOW)


@pytest.fixture
def said() -> list[str]:
    """Return where reports go."""
    return []


@pytest.fixture
def turn(tmp_path: Path, clock: FakeClock, said: list[str]) -> Callable[[], Turn]:
    """Return a function that makes what one process would: a turn of three seconds."""
    return lambda: Turn(str(tmp_path / "data"), 3, said.append, clock=clock, sleep=clock.sleep)


def test_the_first_request_goes_at_once(turn: Callable[[], Turn], clock: FakeClock, said: list[str]) -> None:
    """Nothing is waited for, and the folder is made."""
    with turn():
        pass
    assert (clock.sleeps, said) == ([], [])


def test_the_next_one_starts_three_seconds_after_the_end(
    turn: Callable[[], Turn], clock: FakeClock, said: list[str]
) -> None:
    """However long the request took, and in another process too; the waiting is told once."""
    first, second = turn(), turn()
    with first:
        clock.now += 10
    clock.now += 0.5
    with second:
        assert clock.now == NOW + 13
    with second:
        assert clock.now == NOW + 16
    assert (clock.sleeps, said) == ([2.5, 3.0], [WAITING])


def test_a_request_that_fails_counts_too(turn: Callable[[], Turn], clock: FakeClock) -> None:
    """A refused connection is no reason to hurry."""
    with pytest.raises(RuntimeError, match="refused"), turn():
        raise RuntimeError("refused")
    with turn():
        assert clock.sleeps == [3.0]


def test_who_comes_late_does_not_wait(turn: Callable[[], Turn], clock: FakeClock) -> None:
    """After three seconds everything is forgotten."""
    with turn():
        pass
    clock.now += 3
    with turn():
        assert clock.sleeps == []


def test_a_short_rest_is_not_worth_a_word(
    turn: Callable[[], Turn], clock: FakeClock, said: list[str]
) -> None:
    """Up to a second nobody wonders."""
    with turn():
        pass
    clock.now += 2
    with turn():
        assert (clock.sleeps, said) == ([1.0], [])


@pytest.mark.parametrize("ahead", [0.001, 60.0, 1e9])
def test_a_clock_that_was_put_back_costs_three_seconds(
    turn: Callable[[], Turn], clock: FakeClock, ahead: float
) -> None:
    """A time stamp from the future does not stop us until the future comes."""
    with turn():
        pass
    clock.now -= ahead
    with turn():
        pass
    assert clock.sleeps == [3.0]


@pytest.mark.parametrize("stamp", [b"", b"nan", b"inf", b"1e999", b"yesterday", b"\xff\xfe", b"\0" * 20])
def test_a_stamp_that_says_nothing_costs_three_seconds(
    turn: Callable[[], Turn], tmp_path: Path, clock: FakeClock, stamp: bytes
) -> None:
    """A file that a crash left half-written is healed."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "arxiv.last").write_bytes(stamp)
    with turn():
        pass
    assert clock.sleeps == [3.0]
    assert (tmp_path / "data" / "arxiv.last").read_text() == repr(NOW + 3)


def test_a_lock_that_is_held_is_waited_for(tmp_path: Path, clock: FakeClock, said: list[str]) -> None:
    """One connection at a time: while another process asks, we do not."""
    (tmp_path / "data").mkdir()
    other = FileLock(tmp_path / "data" / "arxiv.lock")
    other.acquire()
    sleep = clock.sleep

    def sleep_until_the_other_is_done(seconds: float) -> None:
        sleep(seconds)
        if len(clock.sleeps) == 15:
            other.release()

    waiting = Turn(str(tmp_path / "data"), 3, said.append, clock=clock, sleep=sleep_until_the_other_is_done)
    with waiting:
        pass
    assert (clock.sleeps, said) == ([POLL] * 15, [WAITING])


def test_a_lock_that_is_never_given_back_ends_in_an_error(
    turn: Callable[[], Turn], tmp_path: Path, clock: FakeClock
) -> None:
    """A suspended process stops the others for a minute, not for ever."""
    (tmp_path / "data").mkdir()
    with FileLock(tmp_path / "data" / "arxiv.lock"), pytest.raises(SourceError, match="for a minute"), turn():
        pass
    assert clock.now - NOW == pytest.approx(PATIENCE, abs=1)


def test_nobody_waits_with_the_lock_in_hand(
    turn: Callable[[], Turn], tmp_path: Path, clock: FakeClock
) -> None:
    """Who is suspended during the three seconds holds up nobody."""
    free: list[bool] = []

    def look(seconds: float) -> None:
        clock.sleep(seconds)
        with FileLock(tmp_path / "data" / "arxiv.lock", timeout=0):
            free.append(True)

    with turn():
        pass
    with Turn(str(tmp_path / "data"), 3, print, clock=clock, sleep=look):
        pass
    assert free == [True]


def test_without_usable_files_the_process_keeps_the_pace_alone(
    tmp_path: Path, clock: FakeClock, said: list[str]
) -> None:
    """A folder that cannot be written (here: a file in its place) is told once and costs no request."""
    (tmp_path / "data").write_text("in the way")
    turn = Turn(str(tmp_path / "data"), 3, said.append, clock=clock, sleep=clock.sleep)
    for _ in range(3):
        with turn:
            pass
    assert clock.sleeps == [3.0, 3.0]
    assert [message[:34] for message in said] == [
        "Cannot keep arXiv's pace together ",
        "Waiting: arXiv asks for 3 seconds ",
    ]


def test_a_stamp_that_cannot_be_written_is_told_once(
    turn: Callable[[], Turn], tmp_path: Path, clock: FakeClock, said: list[str]
) -> None:
    """The lock works, the time stamp does not (here: a folder in its place)."""
    (tmp_path / "data" / "arxiv.last").mkdir(parents=True)
    ours = turn()
    for _ in range(2):
        with ours:
            pass
    assert clock.sleeps == [3.0]
    assert len([message for message in said if message.startswith("Cannot keep")]) == 1


def test_a_stamp_that_cannot_be_made_is_told_once(
    turn: Callable[[], Turn], tmp_path: Path, clock: FakeClock, said: list[str]
) -> None:
    """The lock works, and no time stamp is there nor can be (here: a link to nowhere in its place)."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "arxiv.last").symlink_to(tmp_path / "nowhere" / "at all")
    ours = turn()
    for _ in range(2):
        with ours:
            pass
    assert clock.sleeps == [3.0]
    assert len([message for message in said if message.startswith("Cannot keep")]) == 1


def test_a_delay_of_nothing_leaves_no_trace(tmp_path: Path, clock: FakeClock) -> None:
    """Tests and private mirrors take no turns."""
    turn = Turn(str(tmp_path / "data"), 0, print, clock=clock, sleep=clock.sleep)
    for _ in range(2):
        with turn:
            pass
    assert clock.sleeps == []
    assert not (tmp_path / "data").exists()


HOLD = """
import sys, time
from paper_notes.doors.arxiv.pace import Turn
with Turn(sys.argv[1], 0.2, print):
    print("mine", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_process_that_dies_in_its_turn_gives_it_back(tmp_path: Path) -> None:
    """The request it may have sent counts, and nobody waits for a lock without a holder."""
    slept: list[float] = []
    with _python(HOLD, str(tmp_path)) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "mine\n"
        holder.kill()
    with Turn(str(tmp_path), 3, print, sleep=slept.append, clock=lambda: _stamp(tmp_path) + 1 + sum(slept)):
        assert slept == [2.0]


ASK = """
import sys
from paper_notes.doors.arxiv.source import ArxivSource
from paper_notes.doors.arxiv.pace import Turn
source = ArxivSource(sys.argv[2], Turn(sys.argv[1], 0.1, print), print)
for number in sys.argv[3:]:
    assert source([number]).missing == {number}
"""


def test_processes_never_ask_within_the_delay_of_each_other(tmp_path: Path) -> None:
    """Two programs, three requests each: between the end of one and the start of the next is 0.1 s."""
    ids = [f"2001.0000{number}" for number in range(6)]
    with ArxivServer(dict[str, Paper]()) as server:
        first = _python(ASK, str(tmp_path), server.url, *ids[:3])
        second = _python(ASK, str(tmp_path), server.url, *ids[3:])
        assert [first.wait(30), second.wait(30)] == [0, 0]
        requests = sorted(server.requests, key=lambda request: request.started)
    first.communicate()
    second.communicate()
    assert sorted(server.asked()) == [(wanted,) for wanted in ids]
    gaps = [after.started - before.ended for before, after in itertools.pairwise(requests)]
    assert min(gaps) >= 0.1


def _python(script: str, *arguments: str) -> subprocess.Popen[str]:
    root = str(Path(__file__).parents[1])
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": root},
        stdout=subprocess.PIPE,
        text=True,
    )


def _stamp(folder: Path) -> float:
    return float((folder / "arxiv.last").read_text())
