"""What a function answered is kept for the process."""

from __future__ import annotations

from governance.ui.kept import kept


def test_answers_are_kept_by_every_argument_that_counts() -> None:
    """The same question is worked out once; another value in any place, or by name, is another question."""
    asked: list[tuple[object, ...]] = []

    @kept(8)
    def answer(stamp: int, language: str, _rows: list[int], weighted: bool = False) -> list[object]:
        asked.append((stamp, language, weighted))
        return [stamp, language, weighted, *_rows]

    first = answer(1, "en", [7])

    assert answer(1, "en", [8]) is first
    assert answer(1, "zh", [8]) == [1, "zh", False, 8]
    assert answer(2, "en", [8]) == [2, "en", False, 8]
    assert answer(1, "en", [8], weighted=True) == [1, "en", True, 8]
    assert answer(1, "en", [9], weighted=True) == [1, "en", True, 8]
    assert answer(1, "en", [9], True) == [1, "en", True, 9]
    assert len(asked) == 5


def test_the_answer_asked_for_longest_ago_goes_first() -> None:
    """No more answers than said are kept."""
    asked: list[int] = []

    @kept(2)
    def answer(stamp: int) -> int:
        asked.append(stamp)
        return stamp

    for stamp in (1, 2, 1, 3, 1, 2):
        assert answer(stamp) == stamp

    assert asked == [1, 2, 3, 2]
