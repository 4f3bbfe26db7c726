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


class Holding:
    """Who is held on account of pools: samples and results in the order in which they came."""

    def __init__(self) -> None:
        self.samples: dict[str, dict[int, int]] = {}
        self.said: dict[str, list[tuple[int, Result]]] = {}

    def take(self, tube: str, person: int, moment: int) -> None:
        """A sample of a person went into a tube."""
        self.samples.setdefault(tube, {}).setdefault(person, moment)

    def say(self, tube: str, result: Result, moment: int) -> None:
        """Something was found in a tube, first or by a correction."""
        self.said.setdefault(tube, []).append((moment, result))

    def held(self) -> set[int]:
        """Whoever is in a positive pool and was not found negative alone since it is positive."""
        return {
            person
            for tube, inside in self.samples.items()
            if len(inside) > 1 and (since := self._positive_since(tube)) is not None
            for person in inside
            if not self._negative_alone(person, since)
        }

    def _positive_since(self, tube: str) -> int | None:
        since = None
        for moment, result in self.said.get(tube, []):
            since = (moment if since is None else since) if result is Result.POSITIVE else None
        return since

    def _negative_alone(self, person: int, since: int) -> bool:
        alone = [tube for tube, inside in self.samples.items() if set(inside) == {person}]
        return any(
            self.samples[tube][person] >= since and self.said[tube][-1][1] is Result.NEGATIVE
            for tube in alone
            if tube in self.said
        )
