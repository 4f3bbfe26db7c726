"""Packs as stored: found by name, in force for a place on a day, read back as one record."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any, Final

from lianfang.apps.policy import models, terms
from lianfang.apps.policy.rules import wording
from lianfang.core import kept, sql
from lianfang.kernel.errors import DomainError, NotFound

TOPIC: Final = "policy"
"""Rows of policy change by operations on policy alone: what is made of them is kept until the next."""


class PackNotFound(DomainError):
    """No pack of this name and version is loaded."""

    code = "policy.pack_not_found"
    sentence = "没有名为“{name}”的政策包。{hint}"


def find_pack(name: str, *, on: date | None = None) -> int:
    """Id of a pack by `name@version`, or by `name`: the version current on a day, else the newest.

    Raises PackNotFound, which tells the nearest names.
    """
    wanted, _, version = name.partition("@")
    found = list(models.Pack.objects.filter(name=wanted).order_by("-valid_from", "-id"))
    meant = [pack for pack in found if version in ("", pack.version)]
    if not meant:
        known = sorted(set(models.Pack.objects.values_list("name", flat=True)))
        near = get_close_matches(wanted, known, n=3) or known
        raise PackNotFound(name=name, hint="已载入的有：" + "、".join(near) if near else "请先载入政策包。")
    return next((pack.pk for pack in meant if on is None or _begun(pack, on)), meant[0].pk)


def require_pack(pack_id: int) -> int:
    """The id of a stored pack; raises NotFound."""
    if not models.Pack.objects.filter(pk=pack_id).exists():
        raise NotFound(what="政策包", value=pack_id)
    return pack_id


def _begun(pack: models.Pack, on: date) -> bool:
    """Whether a version had begun on a day and had not been replaced."""
    return pack.valid_from <= on and (pack.closed_on is None or on < pack.closed_on)


def list_packs() -> list[dict[str, Any]]:
    """All versions of all packs with their period, newest first within a name."""
    columns = ("id", "name", "version", "title", "diseases", "issuer_area", "issuer_name", "valid_from")
    more = ("valid_to", "closed_on", "certainty", "source", "issuer_level")
    found = models.Pack.objects.order_by("name", "-valid_from", "-id").values(*columns, *more)
    return [row | {"issuer_level": terms.IssuerLevel(row["issuer_level"]).name.lower()} for row in found]


def pack_in_force(*, disease: str, area: str, on: date) -> int | None:
    """Id of the pack an area works by on a day: the nearest adoption, else what is valid there, else None."""
    return _in_force(
        disease=disease, area=area, on=on, adopted=True, lowest=terms.IssuerLevel.VILLAGE, other=0
    )


def upper_pack(*, pack_id: int, area: str, on: date) -> int | None:
    """Id of the pack of a higher level (for a national pack: another national one) that is valid on a day."""
    pack = models.Pack.objects.get(pk=pack_id)
    lowest = terms.IssuerLevel(max(pack.issuer_level - 1, 0))
    found = (
        _in_force(disease=disease, area=area, on=on, adopted=False, lowest=lowest, other=pack_id)
        for disease in pack.diseases
    )
    return next((upper for upper in found if upper is not None), None)


def _in_force(
    *, disease: str, area: str, on: date, adopted: bool, lowest: terms.IssuerLevel, other: int
) -> int | None:
    row = sql.fetch_one(
        "policy",
        "pack_in_force",
        disease=disease,
        area=area,
        on=on,
        adopted=adopted,
        lowest_level=int(lowest),
        other_than=other,
    )
    return row["pack_id"] if row else None


def read_pack(pack_id: int) -> terms.Pack:
    """A stored pack as the record it was loaded from."""
    row = models.Pack.objects.prefetch_related("rules__phases").get(pk=pack_id)
    found = {name: getattr(row, name) for name in _shared(terms.Pack, models.Pack) - {"rules"}}
    rules = sorted(row.rules.all(), key=lambda rule: rule.priority)
    issuer = terms.Issuer(terms.IssuerLevel(row.issuer_level), row.issuer_area, row.issuer_name)
    return terms.Pack(**_tupled(found), issuer=issuer, rules=tuple(_rule(rule) for rule in rules))


def _rule(row: models.Rule) -> terms.Rule:
    found = {name: getattr(row, name) for name in _shared(terms.Rule, models.Rule) - {"phases"}}
    when = {name: getattr(row, name) for name in _shared(terms.Conditions, models.Rule)}
    steps = sorted(row.phases.all(), key=lambda step: step.step)
    phases = tuple(_phase(step) for step in steps)
    return terms.Rule(**_tupled(found), when=terms.Conditions(**when), phases=phases)


def _phase(row: models.Phase) -> terms.Phase:
    return terms.Phase(**_tupled({name: getattr(row, name) for name in _shared(terms.Phase, models.Phase)}))


@cache
def _shared(record: type[Any], table: type[Any]) -> frozenset[str]:
    """Names that a record and its table have in common."""
    columns = {field.name for field in table._meta.get_fields()}
    return frozenset(field.name for field in fields(record) if field.name in columns)


def _tupled(found: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}


def category_label(pack: terms.Pack, category: str) -> str:
    """What a table calls a category; those whom it does not cover have a word of their own."""
    named = {rule.category: rule.label for rule in pack.rules}
    return named.get(category, terms.NOT_COVERED)


def phases_of(rule_id: int) -> tuple[terms.Phase, ...]:
    """Steps of a row with what the answers don't carry: release condition, hour of readings, other place."""
    return tuple(_phase(step) for step in models.Phase.objects.filter(rule_id=rule_id).order_by("step"))


def ground(rule_id: int, *, on: date) -> terms.Ground:
    """On what a measure rests that a row imposed; law only where it is sure, and in force on the day."""
    return kept.answer(("ground", rule_id, on), lambda: _ground(rule_id, on), topic=TOPIC)


def _ground(rule_id: int, on: date) -> terms.Ground:
    row = models.Rule.objects.select_related("pack").get(pk=rule_id)
    pack = read_pack(row.pack_id)
    when = next(rule.when for rule in pack.rules if rule.code == row.code)
    return terms.Ground(
        pack=f"{pack.name}@{pack.version}",
        title=pack.title,
        issuer=pack.issuer.name,
        label=row.label,
        basis=row.basis,
        advice=row.advice,
        law=tuple(wording.law_in_force(pack, on)),
        rule=row.code,
        source=row.source,
        certainty=row.certainty,
        number=row.pack_id,
        who=wording.conditions(when, pack.labels),
    )


def known_exposures() -> dict[str, str]:
    """Every exposure code with its Chinese word: the general ones and those of the loaded packs."""
    return kept.answer("known exposures", _known_exposures, topic=TOPIC)


def _known_exposures() -> dict[str, str]:
    own: dict[str, str] = {}
    for labels in models.Pack.objects.values_list("labels", flat=True):
        own |= labels
    used = models.Rule.objects.exclude(exposure="").values_list("exposure", flat=True).distinct()
    return dict(terms.EXPOSURES) | {code: own.get(code, terms.EXPOSURES.get(code, code)) for code in used}


def disease_profile(code: str) -> terms.Disease | None:
    """Current profile of a disease."""
    return kept.answer(("disease", code), lambda: _disease_profile(code), topic=TOPIC)


def _disease_profile(code: str) -> terms.Disease | None:
    row = models.Disease.objects.filter(code=code, superseded_at=None).first()
    if row is None:
        return None
    return terms.Disease(**{name: getattr(row, name) for name in _shared(terms.Disease, models.Disease)})


def case_clocks(*, disease: str, area: str, on: date) -> Mapping[str, Any]:
    """The clocks of cases that the pack in force sets for a disease in an area; empty where it sets none."""
    key = ("case clocks", disease, area, on)
    return kept.answer(key, lambda: _case_clocks(disease, area, on), topic=TOPIC)


def _case_clocks(disease: str, area: str, on: date) -> Mapping[str, Any]:
    pack = pack_in_force(disease=disease, area=area, on=on)
    return models.Pack.objects.get(pk=pack).case_clocks if pack is not None else {}
