"""The log: one line an event, as JSON or text, with what identifies it and nothing that people wrote.

Only the named fields below are ever written. An exception is written as its class, its code and the places in our code
it went through: its message may hold what somebody typed, and so may the address of a request.
"""

from __future__ import annotations

import json
import logging
import random
import re
import secrets
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any

from governance.errors import GovernanceError

if TYPE_CHECKING:
    from governance.config import LogConfig

FIELDS = (
    "request", "person", "method", "route", "status", "ms", "outcome", "reference", "code", "revision", "backup",
    "seconds", "signal", "mode", "port",
)  # fmt: skip
OURS = "recital"
OTHERS = re.compile(r"(streamlit|uvicorn|websockets|starlette|asyncio)\b")
PERSON = re.compile(r"PER-\d{1,9}")
# It names a run and guards nothing; asking the system for each would cost more than all else the log does.
_NUMBERS = random.Random(secrets.randbits(128))  # noqa: S311  # nosec B311
_bound: ContextVar[dict[str, Any] | None] = ContextVar("recital_log", default=None)


class StartRefused(Exception):
    """Say in one sentence why the server does not start."""


def new_number() -> str:
    """Return the number of a request or a run: what an error page shows and an answer carries."""
    return f"{_NUMBERS.getrandbits(40):010X}"


def bind(**fields: Any) -> None:
    """Write these fields with every line of this request or run from now on; they take the place of earlier ones."""
    _bound.set(fields)


def bound(name: str) -> Any:
    """Return a field bound to this request or run, or None."""
    return (_bound.get() or {}).get(name)


def person_of(text: str | None) -> str | None:
    """Return ``text`` when it is the id of a person, which is all a log may say of one."""
    return text if text and PERSON.fullmatch(text) else None


def configure(found: LogConfig) -> None:
    """Write the log of this process to stderr in the configured form, ours and that of the parts we stand on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if found.format == "json" else TextLines())
    ours = logging.getLogger(OURS)
    ours.handlers[:] = [handler]
    ours.setLevel(found.level.upper())
    ours.propagate = False
    logging.setLogRecordFactory(_record)
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if isinstance(logger, logging.Logger) and OTHERS.match(name):
            logger.handlers[:] = [handler]
            logger.propagate = False
            logger.setLevel(max(logging.WARNING, logger.level))
    logging.getLogger("uvicorn.access").disabled = True  # it would write the queries of addresses


def quiet_refusal() -> None:
    """Keep the trace of a start that was refused out of the log: the sentence was said."""
    logging.getLogger("uvicorn.error").addFilter(_not_the_trace_of_a_refused_start)


class JsonLines(logging.Formatter):
    """Write an event as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return json.dumps(_event(record), ensure_ascii=False, default=str)


class TextLines(logging.Formatter):
    """Write an event as one line for people, and the places of an exception below it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        event = _event(record)
        places = event.pop("trace", ())
        head = f"{event.pop('time')} {event.pop('level'):<8} {event.pop('event')}"
        facts = " ".join(f"{name}={value}" for name, value in event.items() if name != "logger")
        return "\n  ".join([f"{head}  {facts}".rstrip(), *places])


def places_of(error: BaseException | None) -> list[str]:
    """Return the class of an exception, of those behind it, and the places they went through, without their words."""
    lines: list[str] = []
    while error is not None:
        code = f" {error.code}" if isinstance(error, GovernanceError) else ""
        number = f" errno {error.errno}" if isinstance(error, OSError) and error.errno else ""
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}{code}{number}")
        lines += [f"{each.filename}:{each.lineno} {each.name}" for each in _frames(error.__traceback__)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines


def _frames(trace: TracebackType | None) -> list[traceback.FrameSummary]:
    return list(traceback.extract_tb(trace))[-25:]


def _event(record: logging.LogRecord) -> dict[str, Any]:
    event: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": record.getMessage(),
    }
    fields = {**(_bound.get() or {}), **record.__dict__}
    event |= {name: fields[name] for name in FIELDS if fields.get(name) is not None}
    if record.exc_text:
        event["trace"] = record.exc_text.splitlines()
    return event


_plain_record = logging.getLogRecordFactory()


def _record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    """Make a record whose exception is spelled without its words, whoever formats it in the end."""
    record = _plain_record(*args, **kwargs)
    if record.exc_info and record.exc_info[1] is not None:
        record.exc_text = "\n".join(places_of(record.exc_info[1]))
    return record


def _not_the_trace_of_a_refused_start(record: logging.LogRecord) -> bool:
    return StartRefused.__qualname__ not in str(record.msg)
