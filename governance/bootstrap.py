"""Wire the house together: find the register, open it once for the process, close it at the end."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from governance.config import config
from governance.errors import RegisterRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from governance.register.store import Register

REGISTER_VARIABLE = "RECITAL_REGISTER"
DEFAULT_REGISTER = Path(__file__).resolve().parent.parent / "var" / "register.duckdb"
OWN_NAME = "own.duckdb"
CHOICE_NAME = "chosen.txt"

_lock = Lock()
_open: Register | None = None
told: list[Callable[[Register], None]] = []  # called with every register this process opens for good


def register_path() -> Path:
    """Return where the register is: the file named by RECITAL_REGISTER, else the one last chosen in ``var``."""
    named = os.environ.get(REGISTER_VARIABLE)
    return Path(named) if named else _chosen(DEFAULT_REGISTER)


def _chosen(default: Path) -> Path:
    """Return the register last switched to in the folder of ``default``, if it is still there."""
    note = default.with_name(CHOICE_NAME)
    name = note.read_text("utf-8").strip() if note.exists() else ""
    chosen = default.with_name(Path(name).name) if name else default
    return chosen if chosen.exists() else default


def opened() -> Register:
    """Return the register of this process, opened on first use; the demo is built when there is none."""
    global _open  # noqa: PLW0603 - one register a process is the point
    with _lock:
        if _open is None:
            _open = _first_opening(register_path())
            _tell(_open)
        return _open


def open_register(path: Path, progress: Callable[[int, int], None] | None = None) -> Register:
    """Open the register at ``path`` with its gates set: the one way in for the app and the command line.

    Raises RegisterRefused when it cannot be opened.
    """
    from governance.register.store import Register  # noqa: PLC0415 - keeps the start of the command line quick

    return with_gates(Register.open(path, progress))


def with_gates(register: Register) -> Register:
    """Hand the findings that hold steps back to ``register``, and return it."""
    from governance.law.gate import findings  # noqa: PLC0415 - keeps the start of the command line quick
    from governance.register.gate_checks import checks  # noqa: PLC0415 - keeps the start of the command line quick
    from governance.register.gates import Keeper  # noqa: PLC0415 - keeps the start of the command line quick

    register.gates = Keeper(checks, findings)
    return register


def close() -> None:
    """Close the register if it is open; a later :func:`opened` opens it again."""
    global _open  # noqa: PLW0603 - see opened
    with _lock:
        if _open is not None:
            _open.close()
            _open = None


def is_demo(register: Register) -> bool:
    """Tell whether ``register`` holds the fictional organisation."""
    with register.read(register.lens()) as views:
        return bool(views.value("SELECT bool_or(demo) FROM settings"))


def start_own(
    *, organisation: str, person: str, email: str | None, language: str, time_zone: str
) -> Register:
    """Create an empty register beside the open one, make ``person`` its administrator, and switch to it.

    The register open before stays where it is. Raises RegisterRefused when there is an own register already.
    """
    from governance.register import commands  # noqa: PLC0415 - keeps the start of the command line quick
    from governance.register.store import Register  # noqa: PLC0415 - keeps the start of the command line quick

    path = own_path()
    made = Register.create(path)
    try:
        commands.initialise(
            made,
            organisation=organisation,
            person=person,
            email=email,
            language=language,
            time_zone=time_zone,
        )
    except BaseException:
        made.close()
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()
        raise
    _swap(with_gates(made))
    return made


def own_path() -> Path:
    """Return where a register started in the app is kept: beside the open one, so that the demo stays."""
    return opened().path.with_name(OWN_NAME)


def beside() -> tuple[Path, ...]:
    """Return the registers in the folder of the open one, itself included, by name."""
    return tuple(sorted(opened().path.parent.glob("*.duckdb")))


def switch(path: Path) -> Register:
    """Open the register ``path`` of the same folder in place of the open one; the next start opens it too.

    Raises RegisterRefused when it cannot be opened; the open one then stays.
    """
    current = opened()
    if path == current.path:
        return current
    other = open_register(current.path.with_name(path.name))
    _swap(other)
    return other


def _swap(register: Register) -> None:
    """Make ``register`` the open one and remember it for the next start; reads under way finish by themselves."""
    global _open
    with _lock:
        before, _open = _open, register
        register.path.with_name(CHOICE_NAME).write_text(register.path.name + "\n", "utf-8")
        _tell(register)
        if before is not None:
            before.close()


def _tell(register: Register) -> None:
    for each in told:
        each(register)


def _first_opening(path: Path) -> Register:
    if not path.exists() and config().signs_in:
        raise RegisterRefused("register_missing", file=str(path))
    if not path.exists():
        _build_demo(path)
    return open_register(path)


def _build_demo(path: Path) -> None:
    from governance.exchange import demo  # noqa: PLC0415 - only the very first start needs it

    path.parent.mkdir(parents=True, exist_ok=True)
    demo.build(path, date.today())  # noqa: DTZ011 - the demo is told in days of this machine
