"""Work of some seconds, done beside the screen: its progress, and at the end a file for the one who asked.

A job belongs to one browser and person and to a slot of the screen; a new order for the slot takes the place of the
one before. Files lie in a folder of this process and are gone after an hour, at the latest when it ends.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock

from governance.errors import GovernanceError

Progress = Callable[[int, int], None]
Work = Callable[[Progress], bytes]
LIFETIME_SECONDS = 60 * 60  # longer than an offer of ``downloads`` lives
WORKERS = 2
MOST_JOBS = 200

log = logging.getLogger("recital")


@dataclass
class Job:
    """Hold one order: how far it is, and its file or its error once it is finished.

    ``begun`` tells that its turn has come; ``total`` stays 0 until the work says how many steps it has.
    """

    order: Hashable
    begun: bool = False
    file: Path | None = None
    error: GovernanceError | None = None
    done: int = 0
    total: int = 0
    made: float = field(default_factory=time.monotonic)
    future: Future[None] | None = None

    @property
    def running(self) -> bool:
        """Tell whether it waits or is under way."""
        return self.file is None and self.error is None

    @property
    def ended(self) -> bool:
        """Tell whether it is too old to be shown."""
        return not self.running and time.monotonic() - self.made > LIFETIME_SECONDS


_jobs: dict[tuple[str, str], Job] = {}
_lock = RLock()
_pool: ThreadPoolExecutor | None = None
_folder: Path | None = None


def start(owner: str, slot: str, order: Hashable, work: Work) -> Job:
    """Begin ``work`` for ``owner``, or return the job for the same ``order`` that is under way or ready."""
    with _lock:
        held = find(owner, slot, order)
        if held is not None and held.error is None:
            return held
        _sweep()
        _drop((owner, slot))
        job = _jobs[owner, slot] = Job(order)
        job.future = _workers().submit(_run, job, work)
    return job


def find(owner: str, slot: str, order: Hashable) -> Job | None:
    """Return the job in ``slot`` of ``owner`` when it is for ``order``, else None."""
    with _lock:
        job = _jobs.get((owner, slot))
    return job if job is not None and job.order == order and not job.ended else None


class Stopped(Exception):
    """End the work of a job nobody waits for any more; raised where it tells how far it is."""


def close(patience: float = 3.0) -> None:
    """Forget all jobs and delete their files; work under way ends at its next step, waited for ``patience`` seconds."""
    global _pool, _folder
    with _lock:
        pool, folder, _pool, _folder = _pool, _folder, None, None
        under_way = [job.future for job in _jobs.values() if job.future and job.running]
        _jobs.clear()
    if pool:
        pool.shutdown(wait=False, cancel_futures=True)
        wait(under_way, timeout=patience)
    if folder:
        shutil.rmtree(folder, ignore_errors=True)


def _run(job: Job, work: Work) -> None:
    def told(done: int, total: int) -> None:
        if not _is_wanted(job):
            raise Stopped
        job.done, job.total = done, total

    job.begun = True
    try:
        _keep(job, work(told))
    except GovernanceError as error:
        job.error = error
    except Stopped:
        job.error = GovernanceError("unexpected")
    except Exception:
        log.exception("a report could not be made")
        job.error = GovernanceError()


def _keep(job: Job, made: bytes) -> None:
    """Store what was made, unless nobody waits for it any more."""
    with _lock:
        if not _is_wanted(job):
            return
        with tempfile.NamedTemporaryFile(dir=_place(), suffix=".pdf", delete=False) as file:
            file.write(made)
        job.file = Path(file.name)


def _is_wanted(job: Job) -> bool:
    with _lock:
        return any(each is job for each in _jobs.values())


def _workers() -> ThreadPoolExecutor:
    global _pool  # noqa: PLW0603 - see close
    if _pool is None:
        _pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="report")
    return _pool


def _place() -> Path:
    """Return the folder of this process, which nobody else may read."""
    global _folder  # noqa: PLW0603 - see close
    if _folder is None:
        _folder = Path(tempfile.mkdtemp(prefix="recital-reports-"))
    return _folder


def _sweep() -> None:
    """Drop what is too old, and the oldest when there are too many."""
    for key in [key for key, job in _jobs.items() if job.ended]:
        _drop(key)
    while len(_jobs) >= MOST_JOBS:
        _drop(next(iter(_jobs)))


def _drop(key: tuple[str, str]) -> None:
    job = _jobs.pop(key, None)
    if job is None:
        return
    if job.future:
        job.future.cancel()
    if job.file:
        job.file.unlink(missing_ok=True)
