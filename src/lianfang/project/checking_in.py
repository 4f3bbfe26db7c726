"""Check-ins of the demonstration: venues registered, a file of who was there loaded, one question asked."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from lianfang.apps.people import queries as people
from lianfang.apps.venues import operations
from lianfang.apps.venues.terms import Asked
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor
from lianfang.demo import venues
from lianfang.kernel.area_code import LENGTHS, Level

OFFICE: Final = Actor(name="演示：疾控中心", role="rehearsal", permissions=EVERY)
PERSONS: Final = 400
VENUES_FILE: Final = "场所登记.csv"
CHECK_INS_FILE: Final = "扫码登记.csv"


def build(*, area: str, folder: Path, at: datetime, seed: int) -> int:
    """Register venues in the villages of some residents, load where these were; how many rows were taken."""
    residents = next(people.export_persons(area=area, clear=False))[:PERSONS]
    length = LENGTHS[Level.VILLAGE]
    villages = sorted({row[4][:length] for row in residents if len(row[4]) >= length})
    persons = [row[0] for row in residents]
    venues.venue_table(villages).write_csv(folder / VENUES_FILE)
    venues.check_in_table(persons, until=at, seed=seed).write_csv(folder / CHECK_INS_FILE)
    operations.load_venues(folder / VENUES_FILE, by=OFFICE, at=at)
    account = operations.load(folder / CHECK_INS_FILE, by=OFFICE, at=at)
    asked = Asked("演示", people.person_id(persons[0]), at - timedelta(days=venues.DAYS), at)
    operations.ask([asked], ground="演示：流调", by=OFFICE, at=at)
    return account.taken
