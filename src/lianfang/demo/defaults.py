"""What the demonstration is by default, for the command line and for whoever shares its lists."""

from datetime import date, datetime
from typing import Final

from lianfang.kernel.clock import ZONE

SEED: Final = 2022
SCALE: Final = 1.0
NOISE: Final = 1.0
DAY: Final = date(2022, 7, 10)  # the ninth edition of the COVID-19 protocol was in force
BUILT_AT: Final = datetime(2022, 7, 10, 8, tzinfo=ZONE)  # what the county holds is known from that morning on
# Kinds of which one list of any length can be made; door-to-door and hotel lists stand by place.
MEASURED_KINDS: Final = ("police", "police-contacts", "transport", "telecom", "upper", "self-report")
