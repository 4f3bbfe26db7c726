"""Tubes in plain Python: who is in which, what was found in it, what that says of each."""

from lianfang.apps.control.terms import Result
from lianfang.apps.testing.terms import TUBE_SIZES, TubeKind


class Laboratory:
    """Tubes by label: a list of who is inside, whether it is sealed, its last result."""

    def __init__(self) -> None:
        self.held: dict[str, list[int]] = {}
        self.kinds: dict[str, TubeKind] = {}
        self.sealed: set[str] = set()
        self.found: dict[str, Result] = {}

    def take(self, tube: str, kind: TubeKind, person: int) -> bool:
        """Put a sample into a tube; whether that was possible and new."""
        if tube not in self.held:
            self.held[tube], self.kinds[tube] = [], kind
        inside = self.held[tube]
        if person in inside or tube in self.sealed or self.kinds[tube] != kind:
            return False
        if len(inside) >= TUBE_SIZES[kind]:
            return False
        inside.append(person)
        return True

    def seal(self, tube: str) -> bool:
        """Seal a tube that holds something; whether it was open."""
        if not self.held.get(tube) or tube in self.sealed:
            return False
        self.sealed.add(tube)
        return True

    def result(self, tube: str, result: Result) -> bool:
        """Say what was found in a tube that was brought; whether it was the first."""
        if tube not in self.sealed or tube in self.found:
            return False
        self.found[tube] = result
        return True

    def correct(self, tube: str, result: Result) -> bool:
        """Say something else of a tube that has a result."""
        if self.found.get(tube, result) == result:
            return False
        self.found[tube] = result
        return True

    def inside(self) -> dict[str, list[int]]:
        """Who is in which tube."""
        return {tube: sorted(held) for tube, held in self.held.items() if held}

    def results(self, person: int) -> list[Result]:
        """What is known of a person, one result for each tube that has one."""
        return [
            Result.INCONCLUSIVE if found is Result.POSITIVE and len(self.held[tube]) > 1 else found
            for tube, found in self.found.items()
            if person in self.held[tube]
        ]
