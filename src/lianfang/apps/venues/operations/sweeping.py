"""Files of the lake that no row names any more are removed: kept by no load, or past their time."""

import time
from datetime import timedelta
from typing import Final

from lianfang.apps.venues.models import Part
from lianfang.apps.venues.queries import lake
from lianfang.core.audit import queries as log

YOUNG: Final = timedelta(days=1)
"""What was written within it stays: the row that names it may not be committed yet."""


def sweep() -> int:
    """Remove the files of the lake that no row names; how many. None where the database is another's."""
    if not log.is_anchored():
        return 0
    before = time.time() - YOUNG.total_seconds()
    found = [path for path in lake.folder().glob("day=*/kind=*/*") if path.stat().st_mtime < before]
    named = set(Part.objects.values_list("name", flat=True))
    gone = [path for path in found if path.relative_to(lake.folder()).as_posix() not in named]
    for path in gone:
        path.unlink()
    return len(gone)
