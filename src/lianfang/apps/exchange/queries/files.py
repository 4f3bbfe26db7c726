"""Files that come: JSON documents, metadata exports of DHIS2, reports as tables or as data values."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from lianfang.apps.exchange.queries.mapping import latest_form
from lianfang.apps.exchange.rules import dhis2_reading, table_files, tables
from lianfang.apps.exchange.rules import metadata as rules
from lianfang.apps.exchange.rules.metadata import Metadata
from lianfang.apps.exchange.terms import LARGEST, Read
from lianfang.kernel.errors import WrongCall

SETS: Final = ".json"


def document(path: Path) -> Any:
    """The JSON document of a file; raises WrongCall for none."""
    if path.stat().st_size > LARGEST * 10:
        raise WrongCall(problem=f"“{path.name}”太大。")
    try:
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError) as problem:
        raise WrongCall(problem=f"“{path.name}”不是JSON。") from problem


def metadata_of(path: Path | None) -> Metadata | None:
    """What a metadata export says; None where none is given. Raises WrongCall."""
    if path is None:
        return None
    read = document(path)
    if not isinstance(read, Mapping):
        raise WrongCall(problem=f"“{path.name}”不是DHIS2的元数据。")
    return rules.read(read)


def read_file(path: Path, form: str, *, slot: str = "", metadata: Path | None = None) -> Read:
    """The reports of a form in a file: data values where it is JSON, else a table.

    Raises NotFound, WrongCall, NotASet, NotATable.
    """
    known = latest_form(form)
    if path.suffix == SETS:
        return dhis2_reading.read(document(path), known, slot=slot, metadata=metadata_of(metadata))
    rows, first = table_files.read(path)
    return tables.read(known, rows, first=first)
