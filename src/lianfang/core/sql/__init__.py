"""Named SQL: one set-based statement a file, with a header, bound parameters, counted rows."""

from lianfang.core.sql.runner import StepResult, copy_in, execute, fetch, fetch_one, query, run, text, tuples

__all__ = ["StepResult", "copy_in", "execute", "fetch", "fetch_one", "query", "run", "text", "tuples"]
