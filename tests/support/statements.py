"""What the store asks SQLite."""

from typing import Any

import pytest

from workers.store.connected import Connected, Writing

Statement = tuple[str, Any]
"""SQL, and what is bound in it."""


def noted(monkeypatch: pytest.MonkeyPatch) -> list[Statement]:
    """Grows by each statement that a store runs from now on, until the patch is undone."""
    asked: list[Statement] = []
    for owner, name in ((Connected, "_rows"), (Connected, "_value"), (Writing, "_run")):
        call = getattr(owner, name)

        def note(self: Connected, sql: str, bindings: Any = None, call: Any = call) -> Any:
            asked.append((sql, bindings))
            return call(self, sql, bindings)

        monkeypatch.setattr(owner, name, note)
    return asked
