"""Killing a process at a boundary of statements: fork, work, SIGKILL before or after the k-th."""

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest

from crmkit_sqlalchemy.turns import Turn

_MADE = Turn.__init__


class Boundaries:
    """Counts the boundaries passed, two to a statement, and calls ``at`` with the number."""

    def __init__(self, at: Callable[[int], None] = lambda _: None) -> None:
        """Takes what happens at a boundary."""
        self.passed = 0
        self._at = at

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Watches every transaction of the process."""

        def made(turn: Turn, *given: Any) -> None:  # noqa: ANN401 - as the turn is made
            _MADE(turn, *given)
            turn._cursor = _Watched(turn._cursor, ("execute", "executemany"), self)
            turn.connection = _Watched(turn.connection, ("commit",), self)  # type: ignore[assignment]  # same

        patch.setattr(Turn, "__init__", made)

    def step(self) -> None:
        """One boundary more."""
        self.passed += 1
        self._at(self.passed)


class _Watched:
    def __init__(self, watched: object, names: tuple[str, ...], boundaries: Boundaries) -> None:
        self._watched, self._names, self._boundaries = watched, names, boundaries

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the watched one has
        found = getattr(self._watched, name)
        if name not in self._names:
            return found

        def stepping(*given: object) -> object:
            self._boundaries.step()
            answer = found(*given)
            self._boundaries.step()
            return answer

        return stepping


def kill_at(boundary: int, work: Callable[[], object]) -> bool:
    """Whether a child process that does the work was killed at that boundary."""
    child = os.fork()
    if child == 0:
        try:
            Boundaries(lambda passed: _die() if passed == boundary else None).watch(
                pytest.MonkeyPatch()
            )
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
