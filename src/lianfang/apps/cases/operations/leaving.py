"""Chains leave as files: with a permission, a reason, a line in the log; cases by number, nobody by name."""

import csv
import io
from datetime import datetime
from enum import StrEnum

from lianfang.apps.cases import queries
from lianfang.apps.cases.rules import chain_files
from lianfang.apps.cases.rules.chain_files import Table
from lianfang.core.access.terms import Actor
from lianfang.core.exports.leaving import logged

SIGNATURE = "utf-8-sig"


class ChainFormat(StrEnum):
    """In which shape chains leave."""

    GRAPHML = "graphml"
    EPICONTACTS = "epicontacts"
    GODATA = "godata"
    SORMAS = "sormas"


TABLES = {
    ChainFormat.EPICONTACTS: chain_files.epicontacts,
    ChainFormat.GODATA: chain_files.godata,
    ChainFormat.SORMAS: chain_files.sormas,
}


def export_chain(
    outbreak: str, kind: ChainFormat, *, reason: str, by: Actor, at: datetime
) -> dict[str, bytes]:
    """The files of a chain by their names. Raises NotFound, PermissionMissing, ReasonMissing."""
    card = queries.outbreak(outbreak, by=by, known_at=at)
    area = card.area if by.may_see(card.area) else ""
    with logged(f"传播链（{kind}）", area=area, reason=reason, by=by, at=at) as log:
        found = queries.chain(card.code, by=by, known_at=at)
        log.rows = len(found.cases)
        if kind is ChainFormat.GRAPHML:
            return {f"{card.code}.graphml": chain_files.graphml(found)}
        return {name: _written(table) for name, table in TABLES[kind](found).items()}


def _written(table: Table) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)
    return text.getvalue().encode(SIGNATURE)
