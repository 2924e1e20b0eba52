"""The reading process: bound by limits, it reads what its parent names and answers in JSON on standard output.

Each file is announced on a line ``@name`` before it is opened, so that the parent knows which file broke the process.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import orjson

from governance.exchange.reading.batch import read_all
from governance.exchange.reading.codec import encode, options_in
from governance.exchange.reading.faults import FileFault
from governance.exchange.reading.limits import Limits, bind_process

OUT_OF_MEMORY = "reading_memory"


def main() -> int:
    """Read one request from standard input, answer it, and return the exit code."""
    request = orjson.loads(sys.stdin.buffer.read())
    limits = Limits(**request["limits"])
    bind_process(limits)
    gc.disable()  # the process is short-lived and makes no cycles: twice as fast without
    try:
        reading = read_all(
            Path(request["path"]), options_in(request["options"]), limits, request["skip"], _announce
        )
        _answer(b"=", encode(reading))
    except FileFault as fault:
        _answer(b"!", orjson.dumps({"code": fault.code, "context": fault.context}))
    except MemoryError:
        return 3
    except BaseException as error:  # noqa: BLE001  a parser that panics raises past Exception; the parent must learn it
        _answer(b"?", orjson.dumps({"error": f"{type(error).__name__}: {error}"[:500]}))
        return 4
    return 0


def _announce(name: str) -> None:
    _answer(b"@", name.encode("utf-8", "replace"))


def _answer(mark: bytes, content: bytes) -> None:
    out = sys.stdout.buffer
    out.write(mark)
    out.write(content)
    out.write(b"\n")
    out.flush()


if __name__ == "__main__":
    sys.exit(main())
