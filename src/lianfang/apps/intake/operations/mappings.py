"""Save how a sender's columns and values are to be read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import yaml
from django.db import transaction

from lianfang.apps.intake.models import Mapping as SavedMapping
from lianfang.apps.intake.reading.terms import mapping_from
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused


class MappingUnreadable(InputRefused):
    """The text is no mapping."""

    code = "intake.mapping_unreadable"
    sentence = (
        "列对照无法读取：{problem}。应为YAML：columns 下写“列名: 字段”，values 下写“字段: {{原值: 取值}}”。"
    )


class MappingNameless(InputRefused):
    """A mapping is found again by its name."""

    code = "intake.mapping_nameless"
    sentence = "请给列对照起一个名称，如“公安推送”，下次收到同一来源的名单可直接选用。"


def save_mapping(*, name: str, text: str, by: Actor, at: datetime, channel: str = "") -> None:
    """Save a mapping under a name, or replace the one of that name.

    The text is YAML with `columns` (header: field) and optional `values` (field: text in the cell: value).
    Raises MappingUnreadable for other text, MappingUnusable for a field that does not exist.
    """
    columns, values = _read(text)
    keep_mapping(name=name, columns=columns, values=values, channel=channel, by=by, at=at)


@transaction.atomic
def keep_mapping(
    *,
    name: str,
    columns: Mapping[str, str],
    values: Mapping[str, Mapping[str, str]],
    by: Actor,
    at: datetime,
    channel: str = "",
) -> None:
    """Save `columns` (header: field, "" leaves it out) and `values` (field: text in the cell: value).

    Raises MappingNameless, MappingUnusable.
    """
    if not name.strip():
        raise MappingNameless
    mapping_from(columns, values)
    facts = {"columns": columns, "values": values, "channel": channel, "saved_by": by.name, "saved_at": at}
    SavedMapping.objects.update_or_create(name=name, defaults=facts)
    told: dict[str, Any] = {"columns": columns, "values": values}
    audit.record("intake.mapping_saved", subject=f"mapping:{name}", by=by, at=at, **told)


def _read(text: str) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    try:
        document = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  a safe loader that keeps every scalar as text
    except yaml.YAMLError as problem:
        raise MappingUnreadable(problem=problem) from problem
    columns = document.get("columns") if isinstance(document, dict) else None
    values = document.get("values") or {} if isinstance(document, dict) else {}
    if not isinstance(columns, dict) or not all(isinstance(cell, str) for cell in columns.values()):
        raise MappingUnreadable(problem="缺少columns，或其中有一列没有写字段")
    if not isinstance(values, dict) or not all(isinstance(pairs, dict) for pairs in values.values()):
        raise MappingUnreadable(problem="values下每个字段应写“原值: 取值”")
    return columns, values
