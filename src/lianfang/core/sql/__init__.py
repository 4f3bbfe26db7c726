"""Named SQL: one set-based statement a file, with a header, bound parameters, counted rows."""

from lianfang.core.sql.runner import (
    CopyText,
    StepResult,
    copy_in,
    copy_text,
    execute,
    fetch,
    fetch_one,
    lock,
    lookup,
    planned,
    pour_in,
    query,
    ready,
    run,
    text,
    tuples,
)

__all__ = [
    "CopyText",
    "StepResult",
    "copy_in",
    "copy_text",
    "execute",
    "fetch",
    "fetch_one",
    "lock",
    "lookup",
    "planned",
    "pour_in",
    "query",
    "ready",
    "run",
    "text",
    "tuples",
]
