"""The pace of writes to GitHub: kept over processes, whatever happens to its file."""

import multiprocessing
import os
import signal
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper_notes.doors.github.write_pace import WritePace
from paper_notes.values.errors import PapersError, TrackerError
from tests.github_state import Clock


def make(
    path: Path, clock: Clock, reports: list[str], *, delay: float = 0, minute: int = 0, hour: int = 0
) -> WritePace:
    """Return a pace on a clock of the test's own, without any limit but those named."""
    return WritePace(
        str(path),
        delay=delay,
        per_minute=minute,
        per_hour=hour,
        report=reports.append,
        sleep=clock.sleep,
        now=clock.time,
    )


def write(pace: WritePace, clock: Clock) -> float:
    """Take a turn and return when it came."""
    with pace.turn():
        return clock.time()


def test_the_first_write_waits_for_nothing(tmp_path: Path) -> None:
    """Whoever writes once is not held up."""
    clock, reports = Clock(), list[str]()
    write(make(tmp_path / "writes", clock, reports, delay=1, minute=80, hour=500), clock)
    assert (clock.naps, reports) == ([], [])


def test_writes_are_a_second_apart(tmp_path: Path) -> None:
    """The delay counts from write to write; time that has passed anyway is not waited again."""
    clock = Clock(0)
    pace = make(tmp_path / "writes", clock, [], delay=1)
    times = [write(pace, clock), write(pace, clock)]
    clock.seconds += 0.4
    times.append(write(pace, clock))
    clock.seconds += 5
    times.append(write(pace, clock))
    assert (times, clock.naps) == ([0, 1, 2, 7], [1, pytest.approx(0.6)])


def test_another_run_goes_on_where_this_one_stopped(tmp_path: Path) -> None:
    """The pace is the machine's, not the process's."""
    clock = Clock(100)
    times = [write(make(tmp_path / "writes", clock, [], delay=3), clock) for _ in range(3)]
    assert times == [100, 103, 106]


def test_a_full_minute_is_waited_out_and_told(tmp_path: Path) -> None:
    """The 81st write of a minute comes when the first is a minute old."""
    clock, reports = Clock(0), list[str]()
    pace = make(tmp_path / "writes", clock, reports, minute=3)
    times = [write(pace, clock) for _ in range(7)]
    assert times == [0, 0, 0, 60, 60, 60, 120]
    assert reports == ["Waiting 60 s, not to write to GitHub faster than it allows."] * 2


def test_a_full_hour_ends_the_command(tmp_path: Path) -> None:
    """What the hour does not allow is for the reader to decide; nothing is waited or counted."""
    clock = Clock(1_795_000_000)
    pace = make(tmp_path / "writes", clock, [], hour=2)
    write(pace, clock)
    clock.seconds += 600
    write(pace, clock)
    with pytest.raises(TrackerError) as caught:
        write(pace, clock)
    free = time.strftime("%H:%M", time.localtime(1_795_000_000 + 3600))
    assert caught.value.message == "2 writes to GitHub in an hour are enough: more may get you blocked."
    assert (caught.value.remedy or "").endswith(f"{free}.")
    assert clock.naps == []
    clock.seconds += 3000
    write(pace, clock)


def test_an_hour_that_is_nearly_over_is_waited_out(tmp_path: Path) -> None:
    """Two minutes are worth waiting."""
    clock = Clock(0)
    pace = make(tmp_path / "writes", clock, [], hour=1)
    write(pace, clock)
    clock.seconds = 3500
    assert write(pace, clock) == 3600


def test_zero_is_no_limit(tmp_path: Path) -> None:
    """Who sets all to 0 is never held up."""
    clock = Clock(0)
    pace = make(tmp_path / "writes", clock, [])
    for _ in range(600):
        write(pace, clock)
    assert clock.naps == []


@given(
    gaps=st.lists(st.floats(0, 4000), max_size=25),
    minute=st.integers(0, 4),
    hour=st.integers(0, 9),
    delay=st.sampled_from([0.0, 1.0, 7.5]),
)
@settings(max_examples=40, deadline=None)
def test_the_limits_hold_whatever_the_rhythm(
    tmp_path_factory: pytest.TempPathFactory, gaps: list[float], minute: int, hour: int, delay: float
) -> None:
    """No minute and no hour ever holds more writes than allowed, no two are too close."""
    clock = Clock(0)
    pace = make(tmp_path_factory.mktemp("pace") / "writes", clock, [], delay=delay, minute=minute, hour=hour)
    times = []
    for gap in gaps:
        clock.seconds += gap
        try:
            times.append(write(pace, clock))
        except TrackerError:
            assert hour
    for most, period in [(minute, 60), (hour, 3600)]:
        for early, late in zip(times, times[most:] if most else [], strict=False):
            assert late - early >= period - 1e-6
    assert all(late - early >= delay - 1e-6 for early, late in pairwise(times))


@pytest.mark.parametrize(
    "garbage", [b"", b"\x00\xff\xfe\n", b"yesterday\n", b"nan\ninf\n-inf\n1e999\n", b"{}\n12\n\n"], ids=repr
)
def test_garbage_in_the_file_is_ignored(tmp_path: Path, garbage: bytes) -> None:
    """A broken file neither stops nor delays a write, and is right again afterwards."""
    (tmp_path / "writes").write_bytes(garbage)
    clock = Clock(10_000)
    pace = make(tmp_path / "writes", clock, [], delay=1, minute=1)
    assert [write(pace, clock), write(pace, clock)] == [10_000, 10_060]


def test_a_clock_that_was_put_back_costs_a_delay_at_most(tmp_path: Path) -> None:
    """A time to come counts as now, instead of holding up all writes until then."""
    clock = Clock(2_000_000)
    write(make(tmp_path / "writes", clock, [], delay=1, minute=80, hour=500), clock)
    clock.seconds = 1_000_000
    again = make(tmp_path / "writes", clock, [], delay=1, minute=80, hour=500)
    assert [write(again, clock), write(again, clock)] == [1_000_001, 1_000_002]


def test_the_file_does_not_grow_for_ever(tmp_path: Path) -> None:
    """What is older than an hour is forgotten."""
    clock = Clock(0)
    pace = make(tmp_path / "writes", clock, [])
    for _ in range(10):
        write(pace, clock)
        clock.seconds += 1800
    assert (tmp_path / "writes").read_text() == "14400.0\n16200.0\n"


def test_a_write_that_fails_counts_as_well(tmp_path: Path) -> None:
    """GitHub counts what it refuses too."""
    clock = Clock(0)
    pace = make(tmp_path / "writes", clock, [], delay=1)
    with pytest.raises(ZeroDivisionError), pace.turn():
        raise ZeroDivisionError
    assert write(pace, clock) == 1


def test_a_folder_is_made(tmp_path: Path) -> None:
    """The data folder need not exist yet."""
    write(make(tmp_path / "new" / "data" / "writes", Clock(), []), Clock())
    assert (tmp_path / "new" / "data" / "writes").exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """An unusable file is our error, not a traceback."""
    (tmp_path / "writes").mkdir()
    with pytest.raises(PapersError, match="writes"):
        write(make(tmp_path / "writes", Clock(), []), Clock())
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "writes.new").mkdir()
    with pytest.raises(PapersError, match=r"Cannot write .*writes"):
        write(make(tmp_path / "taken" / "writes", Clock(), []), Clock())
    (tmp_path / "file").touch()
    with pytest.raises(PapersError, match="file"):
        write(make(tmp_path / "file" / "writes", Clock(), []), Clock())


def _write_often(path: str, times: int) -> None:
    pace = WritePace(path, delay=0, per_minute=0, per_hour=0, report=print)
    for _ in range(times):
        with pace.turn():
            pass


def _write_and_die(path: str) -> None:
    with WritePace(path, delay=0, per_minute=0, per_hour=0, report=print).turn():
        os.kill(os.getpid(), signal.SIGKILL)


def test_processes_do_not_lose_each_others_writes(tmp_path: Path) -> None:
    """Every write of every process is counted."""
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_write_often, args=(str(tmp_path / "w"), 20)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len((tmp_path / "w").read_text().splitlines()) == 60


def test_a_process_that_is_killed_leaves_no_lock(tmp_path: Path) -> None:
    """After kill -9 in the middle of a write the next one goes on, and the killed one counts."""
    worker = multiprocessing.get_context("fork").Process(target=_write_and_die, args=(str(tmp_path / "w"),))
    worker.start()
    worker.join()
    clock = Clock(time.time())
    write(make(tmp_path / "w", clock, []), clock)
    assert len((tmp_path / "w").read_text().splitlines()) == 2


def test_waiting_without_writing_counts_nothing(tmp_path: Path) -> None:
    """Who is ready has waited as long as the next write would, which then comes at once."""
    clock = Clock(0)
    pace = make(tmp_path / "writes", clock, [], delay=5, hour=2)
    write(pace, clock)
    pace.ready()
    pace.ready()
    assert (clock.naps, write(pace, clock)) == ([5], 5)
    with pytest.raises(TrackerError):
        pace.ready()
