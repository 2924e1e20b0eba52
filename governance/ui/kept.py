"""Answers kept for the process: what pages draw is worked out once for a state of the register."""

from __future__ import annotations

from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from governance.singleflight import SingleFlight

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def kept(most: int) -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """Keep the answers of a function for the ``most`` arguments asked for last, shared by everybody.

    The arguments say all the answer depends on, a stamp among them; one whose name begins with an underscore does not
    count. Who asks for the same at the same time waits for the one that works it out, nobody for anything else.
    Answers are not copied: nobody may change them.
    """

    def keeping(ask: Callable[Given, Answer]) -> Callable[Given, Answer]:
        answers: SingleFlight[Hashable, Answer] = SingleFlight(most)
        names = tuple(signature(ask).parameters)
        counts = tuple(at for at, name in enumerate(names) if not name.startswith("_"))
        all_count = len(counts) == len(names)

        @wraps(ask)
        def answer(*args: Given.args, **named: Given.kwargs) -> Answer:
            known = args if all_count else tuple(args[at] for at in counts if at < len(args))
            key = (
                (known, *((name, value) for name, value in named.items() if name[0] != "_"))
                if named
                else known
            )
            return answers.get(key, lambda: ask(*args, **named))

        return answer

    return keeping
