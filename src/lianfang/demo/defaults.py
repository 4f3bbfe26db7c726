"""What the demonstration is by default, for the command line and for whoever shares its lists."""

from datetime import date
from typing import Final

SEED: Final = 2022
SCALE: Final = 1.0
NOISE: Final = 1.0
DAY: Final = date(2022, 7, 10)  # the ninth edition of the COVID-19 protocol was in force
# Kinds of which one list of any length can be made; door-to-door and hotel lists stand by place.
MEASURED_KINDS: Final = ("police", "police-contacts", "transport", "telecom", "upper", "self-report")
