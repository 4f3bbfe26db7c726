"""Turn chunks of a read list into staged rows: digests for numbers, a reading for the place, faults, facts.

Each row gets a number `k` through all sheets. The staged frame goes to the temporary table `intake_open`;
the clear frame stays with the program, and in the spool for rows that are left to the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from lianfang.apps.intake.operations.clear import document_kind
from lianfang.apps.intake.reading.terms import SCHEMA, ListChunk
from lianfang.apps.intake.rules import faults
from lianfang.apps.intake.rules.checks import outcome_or_none
from lianfang.apps.intake.rules.facts import exposure_kind, groups
from lianfang.apps.intake.rules.numbers import one_off
from lianfang.apps.intake.rules.places import Gazetteer, PlaceTexts, within
from lianfang.apps.intake.terms import CHECK_RETURN
from lianfang.core import sealing
from lianfang.core.sql import CopyText, copy_text

PLACE_COLUMNS: Final = ("county_text", "town_text", "village_text", "grid_text", "address")
HOUSE_TAIL: Final = r"(?:[0-9A-Za-z]+(?:单元|门|-))*[0-9A-Za-z]*(?:室|号|户|房|门)?$"
"""What stands behind the building: it says nothing about the area; without it few texts are left to read."""
BETWEEN: Final = "|"
NO_CODES: Final = pl.Series([[]], dtype=pl.List(pl.String))
NATIONAL: Final = "national_id"


@dataclass(frozen=True)
class StagedChunk:
    """A chunk ready for the database, the one-off variants of its bad numbers, and its clear content."""

    staged: CopyText
    variants: pl.DataFrame
    clear: pl.DataFrame


class Stager:
    """Prepares the chunks of one list in their order."""

    def __init__(self, *, channel: str, area: str, gazetteer: Gazetteer) -> None:
        self._channel = channel
        self._area = area
        self._gazetteer = gazetteer
        self._next = 0
        self._sheets: dict[str, tuple[str, ...]] = {}
        self.ignored: list[dict[str, object]] = []  # lines that are no people; the kept file has their text
        self._places: dict[tuple[str | None, ...], tuple[str, str | None, str]] = {}
        self._above = gazetteer.above_home()

    @property
    def sheets(self) -> list[dict[str, object]]:
        """Name and headers of the sheets met so far; a row's `sheet_no` is the place among them, from 1."""
        return [{"name": name, "headers": list(headers)} for name, headers in self._sheets.items()]

    def prepare(self, chunks: Iterator[ListChunk]) -> Iterator[StagedChunk]:
        """Prepare chunk after chunk."""
        for chunk in chunks:
            places = ((line.sheet, line.row_no, line.kind) for line in chunk.ignored)
            self.ignored += [{"sheet": sheet, "row": row, "kind": kind} for sheet, row, kind in places]
            if chunk.frame.height:
                yield self._prepared(chunk)

    def _prepared(self, chunk: ListChunk) -> StagedChunk:
        frame = chunk.frame.with_row_index("k", offset=self._next).with_columns(
            pl.col("k").cast(pl.Int32), sheet_no=pl.lit(self._sheet_number(chunk), pl.Int16)
        )
        self._next += frame.height
        staged = self._staged(frame)
        cells = chunk.cells.select(cells=pl.concat_list(pl.exclude("row_no").fill_null("")))
        told = [name for name in staged.columns if staged[name].null_count() < staged.height]
        clear = pl.concat([frame, cells], how="horizontal")
        return StagedChunk(copy_text(staged, columns=told), variants(frame), clear)

    def _sheet_number(self, chunk: ListChunk) -> int:
        self._sheets.setdefault(chunk.sheet, chunk.headers)
        return list(self._sheets).index(chunk.sheet) + 1

    def _staged(self, frame: pl.DataFrame) -> pl.DataFrame:
        frame = frame.with_columns(exposure_kind=exposure_kind(self._channel))
        places = self._located(frame)
        return frame.select(
            *STAGED_AS_READ,
            vaccinated=pl.col("vaccinated") == "yes",
            outcome=self._outcomes(frame["outcome"]),
            id_kind=document_kind(),
            id_digest=_id_digests(frame),
            phones=_phone_digests(frame),
            own_birth=pl.col("birth_date_status").is_in(["ok", "year_assumed"]),
            solid=pl.col("id_status").is_in(faults.SOLID_ID),
            rejecting=faults.rejecting_fault(),
            waiting=faults.waiting_fault(),
            number_fault=faults.number_fault(),
            birth_fault=pl.col("birth_date_status") == "contradicts_id",
            unread_fact=pl.any_horizontal(pl.col("level_status", "exposure_status") == "unreadable"),
            groups=groups(self._channel),
            facts_digest=_facts_digests(frame),
            place_state=places["state"],
            places=places["codes"],
            place_words=places["words"],
        )

    def _outcomes(self, texts: pl.Series) -> pl.Series:
        """Outcomes of checks by what people wrote, null for other words; only in a list of checks."""
        if self._channel != CHECK_RETURN:
            return pl.Series([None], dtype=pl.String).new_from_index(0, len(texts))
        known = {text: outcome_or_none(text) for text in texts.unique() if text is not None}
        return texts.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)

    def _located(self, frame: pl.DataFrame) -> pl.DataFrame:
        """State, codes and words of the place of each row; every different text is read once."""
        address = pl.col("address").str.replace(HOUSE_TAIL, "").str.replace(self._above, "")
        texts = frame.select(*PLACE_COLUMNS[:-1], address=address)
        different = texts.unique()
        told = [self._read(row) for row in different.iter_rows()]
        states, codes, words = zip(*told, strict=True) if told else ((), (), ())
        read = different.with_columns(
            state=pl.Series(states, dtype=pl.String),
            codes=pl.Series(codes, dtype=pl.String).str.split(BETWEEN).fill_null(NO_CODES),
            words=pl.Series(words, dtype=pl.String),
        )
        return texts.join(read, on=PLACE_COLUMNS, how="left", nulls_equal=True, maintain_order="left")

    def _read(self, texts: tuple[str | None, ...]) -> tuple[str, str | None, str]:
        """State, codes in one text (null for none) and words of one row's place."""
        found = self._places.get(texts)
        if found is None:
            place = within(self._gazetteer.read(PlaceTexts(*(text or "" for text in texts))), self._area)
            codes = BETWEEN.join(place.codes) if place.codes else None
            found = self._places[texts] = (place.state.value, codes, place.words)
        return found


STAGED_AS_READ: Final = (
    "k",
    "sheet_no",
    "row_no",
    "name",
    "name_key",
    "id_status",
    "sex",
    "birth_date",
    "age",
    "address",
    "occupation",
    "exposure_kind",
    "level",
    "origin",
    "last_exposure",
    "arrived",
    "checked",
    "note",
)


def _id_digests(frame: pl.DataFrame) -> pl.Series:
    """Digest of the number where it may be searched for; documents of unknown kind under one kind."""
    kinds = frame.select(
        pl.when(pl.col("id_status").is_in(faults.SEARCHABLE_ID)).then(document_kind()).alias("kind"),
        "id_number",
        "k",
    )
    parts = [
        part.select(
            "k", digest=pl.Series(sealing.digests(part["kind"][0], part["id_number"]), dtype=pl.Binary)
        )
        for part in kinds.filter(pl.col("kind").is_not_null()).partition_by("kind")
    ]
    digests = pl.concat(parts) if parts else pl.DataFrame(schema={"k": pl.Int32, "digest": pl.Binary})
    return frame.select("k").join(digests, on="k", how="left", maintain_order="left")["digest"]


def _phone_digests(frame: pl.DataFrame) -> pl.Series:
    """Digests of the mobiles of each row as hexadecimal bytea text, for an array column."""
    phones = frame.select("k", "phones").explode("phones").filter(pl.col("phones").is_not_null())
    digests = pl.Series(sealing.digests("phone", phones["phones"]), dtype=pl.Binary)
    text = pl.concat_str(pl.lit("\\x"), digests.bin.encode("hex"))
    grouped = phones.select("k", digest=text).group_by("k", maintain_order=True).agg("digest")
    found = frame.select("k").join(grouped, on="k", how="left", maintain_order="left")["digest"]
    return found.fill_null(pl.Series([[]], dtype=pl.List(pl.String)))


def _facts_digests(frame: pl.DataFrame) -> pl.Series:
    """Digest of everything a row says, statuses of unread cells included."""
    told = [_as_text(name, kind) for name, kind in SCHEMA.items() if name != "row_no"]
    texts = frame.select(pl.concat_str(told, separator="\x1f")).to_series()
    return pl.Series(sealing.digests("facts", texts), dtype=pl.Binary)


def _as_text(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    text = column.list.join(",") if isinstance(kind, pl.List) else column.cast(pl.String)
    return text.fill_null("")


def variants(frame: pl.DataFrame) -> pl.DataFrame:
    """For each number that fails its check: digests of the valid numbers one digit or one swap away."""
    bad = frame.filter(pl.col("id_status") == "bad_check").select("k", "id_number")
    near = [(k, number) for k, text in bad.iter_rows() for number in one_off(text or "")]
    return pl.DataFrame(
        {
            "k": pl.Series([k for k, _ in near], dtype=pl.Int32),
            "digest": pl.Series(sealing.digests(NATIONAL, (number for _, number in near)), dtype=pl.Binary),
        }
    )
