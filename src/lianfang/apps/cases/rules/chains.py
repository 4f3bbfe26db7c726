"""Chains of transmission: generations, intervals, settings, and who has no known source.

The serial interval is the time between the onsets of infector and infected, in days; who has no onset (never
had symptoms) has none. A generation counts links from a case without a known source, which is generation 1.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import mean, median, stdev
from typing import Final
from uuid import UUID

from lianfang.apps.cases.terms import Chain, FoundThrough, Linked, SettingCount
from lianfang.kernel.errors import InputRefused

FEWEST_FOR_DEVIATION: Final = 2


class LinkInCircle(InputRefused):
    """Somebody would have caught it, over others, from themselves."""

    code = "cases.link_in_circle"
    sentence = "病例{infector}本身（直接或经他人）是由{case}传染的，不能再作它的传染来源。"


def would_circle(case: UUID, infector: UUID, sources: Mapping[UUID, UUID]) -> bool:
    """Whether a link from `infector` to `case` would close a circle; `sources`: who infected each case."""
    step: UUID | None = infector
    while step is not None:
        if step == case:
            return True
        step = sources.get(step)
    return False


def chain(outbreak: str, cases: Sequence[Linked]) -> Chain:
    """The chains of an outbreak and their indicators; an infector that is not among the cases is none."""
    known = {one.uid: one for one in cases}
    kept = [one if one.infector in known else _sourceless(one) for one in cases]
    told = _in_chain(kept)
    intervals = [one.serial_interval for one in told if one.serial_interval is not None]
    rootless = [one for one in told if one.infector is None]
    settings = Counter(one.setting for one in told if one.infector)
    held = sum(one.found_through == FoundThrough.CONTROL for one in told)
    return Chain(
        outbreak=outbreak,
        cases=tuple(told),
        linked=len(told) - len(rootless),
        without_source=len(rootless),
        unlinked=sum(not one.led_to for one in rootless),
        generations=dict(sorted(Counter(one.generation for one in told).items())),
        settings=tuple(SettingCount(name, count) for name, count in settings.most_common()),
        serial_mean=round(mean(intervals), 2) if intervals else None,
        serial_median=float(median(intervals)) if intervals else None,
        serial_deviation=round(stdev(intervals), 2) if len(intervals) >= FEWEST_FOR_DEVIATION else None,
        most_led_to=max((one.led_to for one in told), default=0),
        found_in_control=held,
        found_in_control_share=round(held / len(told), 4) if told else None,
    )


def _sourceless(one: Linked) -> Linked:
    return replace(one, infector=None, infector_number="", certainty="", setting="")


def _in_chain(cases: Sequence[Linked]) -> list[Linked]:
    known = {one.uid: one for one in cases}
    led_to = Counter(one.infector for one in cases if one.infector)
    return [
        replace(
            one,
            generation=_generation(one, known),
            serial_interval=_interval(one, known),
            led_to=led_to[one.uid],
        )
        for one in cases
    ]


def _generation(one: Linked, known: Mapping[UUID, Linked]) -> int:
    steps, at = 1, one
    while at.infector is not None:
        steps, at = steps + 1, known[at.infector]
    return steps


def _interval(one: Linked, known: Mapping[UUID, Linked]) -> int | None:
    source = known[one.infector] if one.infector else None
    if source is None or one.onset_on is None or source.onset_on is None:
        return None
    return (one.onset_on - source.onset_on).days
