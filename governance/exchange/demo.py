"""Build the demonstration: a fictional, bilingual group and eighteen months of its register.

The files of ``data/demo`` say what there is and when it became known; every record can be told for any day.
Here the days are gone through in their order, and what changed is written by the commands everybody uses.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing as closed_after
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path

from governance.errors import GovernanceError, RegisterRefused
from governance.exchange import demo_days
from governance.exchange.demo_diary import Line, diary
from governance.exchange.demo_files import Content, Story
from governance.exchange.demo_gates import Judged
from governance.exchange.demo_records import Tale
from governance.exchange.demo_steps import Step
from governance.journal.head import HeadFile
from governance.register.commands import Change, initialise, write
from governance.register.gates import Keeper
from governance.register.store import Register

Progress = Callable[[int, int], None]
DAWN = time(6, 0)
LAST_MINUTE = time(7, 30)
LEFT_OPEN = ("held_back", "not_the_holder")  # what a round of approval leaves as it stands


def build(path: Path, today: date, progress: Progress | None = None) -> None:
    """Build the demonstration register at ``path``, as it stands on the morning of ``today``.

    ``progress`` is told commands done and in all. An existing file raises RegisterRefused. The same ``today``
    gives the same contents; only salts, and so the hashes, differ.
    """
    if path.exists():
        raise RegisterRefused("register_exists", file=str(path))
    partial = path.with_name(f"{path.stem}.partial{path.suffix}")
    for left in _files_of(partial):
        left.unlink(missing_ok=True)
    _write(partial, today, progress)
    for made, place in zip(_files_of(partial), _files_of(path), strict=True):
        if made.exists():
            made.replace(place)


def _files_of(path: Path) -> tuple[Path, ...]:
    """Return the head, the log and the register file, which comes last: where it stands the build is whole."""
    return (HeadFile(path).path, path.with_name(path.name + ".wal"), path)


def _write(path: Path, today: date, progress: Progress | None) -> None:
    story = Story.told(today)
    told = diary(story)
    clock = _Clock(datetime.combine(demo_days.opening(today), DAWN, UTC))
    with closed_after(Register.create(path, clock=clock)) as register:
        _open(register, story)
        pen = _Pen(register, clock, story, told.tales)
        judged = Judged()
        register.gates = Keeper(judged.checked, judged.findings)
        timed = list(enumerate(_timed(told.lines, demo_days.closing(today)), start=1))
        for stretch in _stretches(timed):
            clock.now, first = stretch[0][1]
            frozen = first.step is not None and first.step.operation == "freeze"
            if first.step and not frozen:
                judged.judge(register)
            with nullcontext() if frozen else register.one_transaction():
                for done, (moment, line) in stretch:
                    pen.write(moment, line, done)
                    if progress:
                        progress(done, len(timed))


Numbered = tuple[int, tuple[datetime, Line]]


def _stretches(timed: list[Numbered]) -> list[list[Numbered]]:
    """Cut the story before the rounds of approval and the edition: both need tables that are up to date."""
    cuts = [place for place, (_, (_, line)) in enumerate(timed) if line.step and line.step.opens]
    edges = [0, *cuts, len(timed)]
    return [timed[start:end] for start, end in itertools.pairwise(edges) if start < end]


@dataclass
class _Clock:
    """Give the moment of recording; only the builder sets it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


def _open(register: Register, story: Story) -> None:
    group, first = story.rows("organisation")[0], story.rows("person")[0]
    initialise(
        register, organisation=group["name"][0], person=first["name"][0], email=first["email"], demo=True
    )


@dataclass
class _Pen:
    """Write line after line, remembering the version and content each record has by now."""

    register: Register
    clock: _Clock
    story: Story
    tales: dict[str, Tale]
    versions: dict[str, int] = field(default_factory=lambda: {"ORG-00001": 1, "PER-00001": 1})
    contents: dict[str, Content] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)

    def write(self, moment: datetime, line: Line, number: int) -> None:
        """Write what the records of ``line`` say on its day, where it differs from what was written before."""
        if line.step:
            self.clock.now = moment
            for place, record_id in enumerate(line.records):
                self._take(line.step, record_id, f"demo-{number:04d}-{place}")
            return
        changes = [change for each in line.records for change in self._changes(each, line)]
        if not changes:
            return
        self.clock.now = moment
        actor = self.story.id(line.by, "person")
        receipt = write(
            self.register, actor=actor, reason=line.why, changes=changes, command_id=f"demo-{number:04d}"
        )
        self.versions |= {each.record_id: each.version for each in receipt.saved}

    def _take(self, step: Step, record_id: str, command_id: str) -> None:
        """Take a step on one record; what a gate holds back, or a vacant post would decide, stays as it is."""
        if record_id in self.ended:
            return
        change = Change(
            step.kind, step.operation, dict(step.content), record_id or None, self.versions.get(record_id)
        )
        actor = self.story.id(step.by, "person")
        try:
            receipt = write(
                self.register, actor=actor, reason=step.why, changes=[change], command_id=command_id
            )
        except GovernanceError as error:
            if error.code not in LEFT_OPEN:
                raise
            return
        self.versions |= {each.record_id: each.version for each in receipt.saved}

    def _changes(self, record_id: str, line: Line) -> Iterator[Change]:
        if line.ending:
            self.ended.add(record_id)
            yield Change(line.ending[0], line.ending[1], record_id=record_id)
        if record_id in self.ended:
            return
        tale = self.tales[record_id]
        content = tale.on(line.day)
        if content is not None and tale.kind == "activity" and "stages" in content:
            self._untie(content, line)
        if content is None or content == self.contents.get(record_id):
            return
        self.contents[record_id] = content
        version = self.versions.get(record_id)
        operation = "create" if version is None else "update"
        yield Change(tale.kind, operation, content, record_id, version)

    def _untie(self, content: Content, line: Line) -> None:
        """Leave out evidence that somebody else records later the same day; that line ties it."""
        for measure in (each for stage in content["stages"] for each in stage.get("measures", [])):
            if "evidence" in measure:
                measure["evidence"] = [
                    piece for piece in measure["evidence"] if piece in self.versions or piece in line.records
                ]


def _timed(lines: Sequence[Line], last: date) -> Iterator[tuple[datetime, Line]]:
    """Give each line its minute: spread over the day, early on the last day."""
    for day, group in groupby(lines, key=lambda line: line.day):
        together = list(group)
        dawn = datetime.combine(day, DAWN, UTC)
        span = (LAST_MINUTE.hour - DAWN.hour if day == last else 5) * 3600
        for place, line in enumerate(together):
            jitter = demo_days.chance(span // len(together), "minute", line.why, place)
            yield dawn + timedelta(seconds=600 + place * span // len(together) + jitter), line
