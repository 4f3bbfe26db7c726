"""Words of the health centre's desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class TransferState(StrEnum):
    """Where the way of a person with fever to the clinic stands."""

    REQUESTED = "requested"
    UNDER_WAY = "under_way"
    REFUSED = "refused"


TRANSFER_NAMES: Mapping[TransferState, str] = {
    TransferState.REQUESTED: "待派车",
    TransferState.UNDER_WAY: "转运途中",
    TransferState.REFUSED: "本人拒绝，待处置",
}


@dataclass(frozen=True, slots=True)
class Fever:
    """A fever or symptom that waits for the clinic: what was read, by when, how far the transfer is."""

    person: str
    name: str
    area: str
    place: str
    holder: str
    celsius: Decimal
    symptoms: str
    since: datetime
    due_at: datetime
    state: TransferState
    moved_at: datetime | None


@dataclass(frozen=True, slots=True)
class ToCall:
    """Somebody whose temperature of this half of the day is missing, and what today's calls brought."""

    person: str
    name: str
    area: str
    place: str
    holder: str
    opens_at: datetime
    due_at: datetime
    calls: int
    called_at: datetime | None
    outcome: str
    earlier: Decimal | None


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk at a moment: `slot` is the half of the day whose temperatures are looked for."""

    slot: str
    fevers: tuple[Fever, ...]
    to_call: tuple[ToCall, ...]

    @property
    def requested(self) -> int:
        """How many transfers nobody has set out for."""
        return sum(fever.state is not TransferState.UNDER_WAY for fever in self.fevers)

    @property
    def under_way(self) -> int:
        """How many are on their way."""
        return len(self.fevers) - self.requested

    @property
    def uncalled(self) -> int:
        """How many of the list nobody has called since their temperature was due to be taken."""
        return sum(one.called_at is None for one in self.to_call)
