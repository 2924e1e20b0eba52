"""Work beside the screen: one order a slot, for its owner, with progress, a file, and an end."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from governance.errors import GovernanceError
from governance.ui import jobs
from governance.ui.jobs import Job


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Begin and end without jobs."""
    jobs.close()
    yield
    jobs.close()


def _finished(job: Job) -> Job:
    assert job.future is not None
    job.future.result(timeout=30)
    return job


def test_a_job_ends_in_a_file_of_its_owner() -> None:
    """The one who asked finds the file; others find nothing."""
    job = _finished(jobs.start("anna", "board", "order", lambda _: b"%PDF"))

    assert job.file is not None
    assert job.file.read_bytes() == b"%PDF"
    assert job.file.stat().st_mode & 0o077 == 0
    assert job.file.parent.stat().st_mode & 0o077 == 0
    assert jobs.find("anna", "board", "order") is job
    assert jobs.find("bert", "board", "order") is None
    assert jobs.find("anna", "board", "other order") is None


def test_progress_is_seen_while_it_runs() -> None:
    """A job under way says how far it is, and is not started twice."""
    told, go_on = threading.Event(), threading.Event()

    def work(progress: jobs.Progress) -> bytes:
        progress(2, 5)
        told.set()
        go_on.wait(30)
        return b"done"

    job = jobs.start("anna", "board", "order", work)
    assert told.wait(30)
    assert (job.running, job.begun, job.done, job.total) == (True, True, 2, 5)
    assert jobs.start("anna", "board", "order", lambda _: b"another") is job
    go_on.set()
    assert _finished(job).file is not None


def test_a_new_order_takes_the_place_of_the_one_before() -> None:
    """The file of the earlier order is deleted; the same order again is ready at once."""
    first = _finished(jobs.start("anna", "board", "first", lambda _: b"1"))
    second = _finished(jobs.start("anna", "board", "second", lambda _: b"2"))

    assert first.file is not None
    assert not first.file.exists()
    assert jobs.find("anna", "board", "first") is None
    assert jobs.start("anna", "board", "second", lambda _: b"3") is second


def test_an_error_is_kept_and_can_be_tried_again() -> None:
    """What went wrong is told in our words; pressing again begins anew."""

    def missing(_: jobs.Progress) -> bytes:
        raise GovernanceError("report_needs_package", package="typst")

    job = _finished(jobs.start("anna", "board", "order", missing))

    assert job.error is not None
    assert job.error.code == "report_needs_package"
    assert _finished(jobs.start("anna", "board", "order", lambda _: b"1")).file is not None


def test_a_crash_is_logged_and_told_without_details(caplog: pytest.LogCaptureFixture) -> None:
    """An error that is not ours shows as «unexpected»; the log has it whole."""

    def crash(_: jobs.Progress) -> bytes:
        raise ZeroDivisionError

    job = _finished(jobs.start("anna", "board", "order", crash))

    assert job.error is not None
    assert job.error.code == "unexpected"
    assert "ZeroDivisionError" in caplog.text


def test_jobs_end_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """After its life time a job is not found, and the next one clears its file away."""
    job = _finished(jobs.start("anna", "board", "order", lambda _: b"1"))
    assert job.file is not None
    monkeypatch.setattr(jobs, "LIFETIME_SECONDS", -1)

    assert jobs.find("anna", "board", "order") is None
    _finished(jobs.start("bert", "board", "order", lambda _: b"2"))
    assert not job.file.exists()


def test_the_oldest_job_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many ask, only so many files lie there."""
    monkeypatch.setattr(jobs, "MOST_JOBS", 2)
    made = [_finished(jobs.start(str(number), "board", "order", lambda _: b"1")) for number in range(3)]

    assert [each.file is not None and each.file.exists() for each in made] == [False, True, True]


def test_closing_deletes_every_file() -> None:
    """Nothing is left when the server ends; work that ends later is thrown away."""
    going, go_on = threading.Event(), threading.Event()

    def slow(_: jobs.Progress) -> bytes:
        going.set()
        go_on.wait(30)
        return b"late"

    ready = _finished(jobs.start("anna", "board", "order", lambda _: b"1"))
    late = jobs.start("bert", "board", "order", slow)
    assert going.wait(30)
    jobs.close()
    go_on.set()

    assert ready.file is not None
    assert not ready.file.parent.exists()
    assert _finished(late).file is None
