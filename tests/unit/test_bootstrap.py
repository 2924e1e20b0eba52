"""Which register is open: the one named, the one last chosen, one's own beside the demo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from governance import bootstrap
from governance.errors import RegisterRefused
from governance.register.store import Register
from tests.small_register import build


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A demo register at the usual place, opened by nobody yet."""
    path = tmp_path / "register.duckdb"
    build(path)
    monkeypatch.delenv(bootstrap.REGISTER_VARIABLE, raising=False)
    monkeypatch.setattr(bootstrap, "DEFAULT_REGISTER", path)
    bootstrap.close()
    yield path
    bootstrap.close()


def start() -> Register:
    """Start a register of one's own."""
    return bootstrap.start_own(
        organisation="Hanse Kontor", person="Mia Lang", email=None, language="en", time_zone="Europe/Berlin"
    )


def test_own_register_lies_beside_the_demo_and_is_open(demo: Path) -> None:
    """The new register is the open one; the demo stays as it was."""
    own = start()

    assert bootstrap.opened() is own
    assert own.path == demo.with_name(bootstrap.OWN_NAME)
    assert bootstrap.beside() == (own.path, demo)


def test_next_start_opens_what_was_chosen_last(demo: Path) -> None:
    """A choice outlives the process; going back to the demo does too."""
    own = start().path
    bootstrap.close()
    assert bootstrap.opened().path == own

    bootstrap.switch(demo)
    bootstrap.close()

    assert bootstrap.opened().path == demo


def test_named_register_goes_before_the_choice(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the environment names is opened, whatever was chosen in the app."""
    start()
    monkeypatch.setenv(bootstrap.REGISTER_VARIABLE, str(demo))

    assert bootstrap.register_path() == demo


def test_choice_that_is_gone_falls_back(demo: Path) -> None:
    """A chosen register that was moved away is not missed at the next start."""
    own = start().path
    bootstrap.close()
    own.unlink()

    assert bootstrap.register_path() == demo


def test_second_own_register_is_refused(demo: Path) -> None:
    """There is one own register beside the demo; a second start says so and changes nothing."""
    own = start()

    with pytest.raises(RegisterRefused):
        start()

    assert bootstrap.opened() is own


def test_register_that_cannot_be_opened_leaves_the_open_one(demo: Path) -> None:
    """A damaged file is refused, and the app goes on with the register it had."""
    (demo.parent / "broken.duckdb").write_bytes(b"no register" * 1_000)
    before = bootstrap.opened()

    with pytest.raises(RegisterRefused):
        bootstrap.switch(demo.parent / "broken.duckdb")

    assert bootstrap.opened() is before
    assert before.head().revision > 0
