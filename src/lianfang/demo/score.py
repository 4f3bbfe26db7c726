"""How well lists were resolved and located, measured against the truth.

The definitions, row by row:
- a row in review or rejected is neither wrong nor found;
- a row is *found* if it was matched to (or, repeated, left unchanged with) its own person; for someone who is
  not registered, if it was created, or matched to the person created for the same one before; for someone
  who lives outside, if it was forwarded to that county;
- a row is *mistaken* if it was matched to somebody else; if the person created for one stranger also stands
  for another (the person is whoever has most rows of it, the others are mistaken); if it names two people and
  only one was taken; if it is no row of the truth at all, such as a note under the table;
- a row is a *duplicate* if it was created although the person is registered, or if a stranger's second row
  created a second person: it is no mistake, but it is not found;
- precision = 1 - mistaken / (matched + created), recall = found / usable rows of people who belong here;
- the village is *wrong* if the row was settled in a village that is not the person's, or forwarded to a place
  that is not the person's; a row settled above the village is not located, but not wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import polars as pl

SETTLED = ("matched", "created", "unchanged")
VILLAGE_DIGITS, COUNTY_DIGITS = 12, 6
WORST = 12  # examples kept
RESULT_COLUMNS = ("file", "sheet", "row", "outcome", "person", "area", "reason")
BARS = {1.0: (0.9995, 0.99, 0.001), 3.0: (0.999, 0.95, 0.001)}  # noise: precision, recall, wrong villages


@dataclass(frozen=True)
class Score:
    """Counts of rows, the three measures, the same by noise, and the worst examples."""

    rows: int
    missing: int
    settled: int
    mistaken: int
    duplicates: int
    usable: int
    found: int
    to_forward: int
    forwarded: int
    wrong_village: int
    located: int
    unexpected: int
    outcomes: Mapping[str, int]
    by_noise: pl.DataFrame = field(repr=False)
    worst: pl.DataFrame = field(repr=False)

    @property
    def precision(self) -> float:
        """Share of settled rows that are not mistaken."""
        return 1 - self.mistaken / self.settled if self.settled else 1.0

    @property
    def recall(self) -> float:
        """Share of usable rows that were found."""
        return self.found / self.usable if self.usable else 1.0

    @property
    def wrong_village_share(self) -> float:
        """Share of all rows that were put into a wrong village or county."""
        return self.wrong_village / self.rows if self.rows else 0.0

    def counts(self) -> dict[str, object]:
        """Counts and measures by name, without the tables."""
        names = [one.name for one in fields(self) if one.name not in {"by_noise", "worst"}]
        measures = ("precision", "recall", "wrong_village_share")
        return {name: getattr(self, name) for name in (*names, *measures)}

    def passes(self, noise: float) -> bool:
        """Whether the bars for this loudness are met; between two of them the laxer one holds."""
        louder = [loudness for loudness in sorted(BARS) if loudness >= noise] or [max(BARS)]
        precision, recall, wrong = BARS[louder[0]]
        return (
            self.precision >= precision and self.recall >= recall and self.wrong_village_share <= wrong
        ) and not self.missing


def score(
    truth: pl.DataFrame, results: pl.DataFrame, *, same_person: Mapping[str, str] | None = None
) -> Score:
    """Compare results (RESULT_COLUMNS, `person` the uid) with the truth; several results may share a row.

    `same_person` maps the uid of a second registration to the first: matching either is right.
    """
    lines = _identified(_paired(truth, results), same_person or {})
    judged = _judged(lines)
    return _counted(judged, unexpected=_unexpected(truth, results))


def _paired(truth: pl.DataFrame, results: pl.DataFrame) -> pl.DataFrame:
    """Each row of the truth with each of its results; a file whose truth names no sheet has but one."""
    truth = truth.with_row_index("at")
    plain = truth.filter(pl.col("sheet").fill_null("") == "")["file"].unique()
    results = results.select(RESULT_COLUMNS).with_columns(
        sheet=pl.when(pl.col("file").is_in(plain.implode())).then(pl.lit("")).otherwise("sheet"),
        row=pl.col("row").cast(pl.Int64),
    )
    got = {name: f"got_{name}" for name in ("person", "area")}
    return truth.with_columns(pl.col("sheet").fill_null("")).join(
        results.rename(got), on=["file", "sheet", "row"], how="left", maintain_order="left"
    )


def _unexpected(truth: pl.DataFrame, results: pl.DataFrame) -> int:
    """Settled results for lines that are no rows of people."""
    key = ["file", "row"]
    settled = results.filter(pl.col("outcome").is_in([*SETTLED, "forwarded"]))
    return settled.join(truth.select(key).unique(), on=key, how="anti").height


def _identified(lines: pl.DataFrame, same_person: Mapping[str, str]) -> pl.DataFrame:
    """Add `truths` (who the row names) and `stands_for` (whom the person of the result stands for)."""
    settled = pl.col("outcome").is_in(SETTLED) & pl.col("got_person").is_not_null()
    lines = lines.with_columns(
        truths=pl.col("person").str.split("+"),
        settled=settled.fill_null(value=False),
        got=pl.col("got_person").replace(same_person),
    )
    made = lines.filter(pl.col("outcome") == "created")["got"].drop_nulls().unique()
    is_made = pl.col("got").is_in(made.implode())
    owned = lines.filter(pl.col("settled") & is_made).with_columns(owner=pl.col("truths").list.first())
    owners = _most_rows(owned, of="owner", by="got")
    main = _most_rows(owners.join(owned, on=["got", "owner"]), of="got", by="owner").rename({"got": "main"})
    return (
        lines.join(owners, on="got", how="left", maintain_order="left")
        .join(main, on="owner", how="left", maintain_order="left")
        .with_columns(made=is_made.fill_null(value=False), stands_for=pl.coalesce("owner", "got"))
    )


def _most_rows(lines: pl.DataFrame, *, of: str, by: str) -> pl.DataFrame:
    """For each `by` the `of` with most rows, the earliest of equals."""
    counted = lines.group_by(by, of).agg(rows=pl.len(), first=pl.col("at").min())
    best = counted.sort("rows", "first", descending=[True, False]).unique(
        by, keep="first", maintain_order=True
    )
    return best.select(by, of)


def _judged(lines: pl.DataFrame) -> pl.DataFrame:
    """One line per row of the truth: what became of it, and whether that was right."""
    own = pl.col("truths").list.contains(pl.col("stands_for")).fill_null(value=False)
    again = ~pl.col("person").str.starts_with("new:") | (pl.col("got") != pl.col("main"))
    lines = lines.with_columns(
        own=own & pl.col("settled"),
        mistaken=pl.col("settled") & ~own,
        duplicate=(own & pl.col("settled") & pl.col("made") & again).fill_null(value=False),
        outside=pl.col("expected").str.starts_with("forwarded"),
        misplaced=_misplaced(),
        in_village=pl.col("settled") & (pl.col("got_area").str.len_chars() >= VILLAGE_DIGITS),
    )
    found = pl.when("outside").then(_handed_over()).otherwise(pl.col("own") & ~pl.col("duplicate"))
    judged = _by_row(lines.with_columns(found=found.fill_null(value=False)))
    half = (pl.col("truths").list.len() > 1) & (pl.col("results") == 1) & (pl.col("settled") == 1)
    return judged.with_columns(mistaken=pl.col("mistaken") | half)


def _by_row(lines: pl.DataFrame) -> pl.DataFrame:
    told = ("file", "sheet", "row", "person", "area", "usable", "noise", "outside", "kind", "truths")
    return lines.group_by("at", maintain_order=True).agg(
        pl.col(*told, "outcome", "got_person", "got_area", "reason").first(),
        pl.col("mistaken", "duplicate", "found", "in_village").any(),
        pl.col("settled").sum(),
        wrong_village=pl.col("misplaced").any(),
        results=pl.len(),
    )


def _misplaced() -> pl.Expr:
    """Settled in a village, or forwarded to an area, that is neither above nor below a right one."""
    got = pl.col("got_area").str.head(VILLAGE_DIGITS)
    right = pl.any_horizontal(
        (area.str.starts_with(got) | got.str.starts_with(area)).fill_null(value=False)
        for area in (pl.col("area").str.split("|").list.get(place, null_on_oob=True) for place in (0, 1))
    )
    placed = pl.col("settled") & (pl.col("got_area").str.len_chars() >= VILLAGE_DIGITS)
    return ((placed | (pl.col("outcome") == "forwarded")) & ~right).fill_null(value=False)


def _handed_over() -> pl.Expr:
    county = pl.col("area").str.head(COUNTY_DIGITS) == pl.col("got_area").str.head(COUNTY_DIGITS)
    return county & ((pl.col("outcome") == "forwarded") | pl.col("own"))


def _counted(judged: pl.DataFrame, *, unexpected: int) -> Score:
    here = judged.filter(~pl.col("outside") & pl.col("usable"))
    outside = judged.filter(pl.col("outside") & pl.col("usable"))
    outcomes = judged.group_by("outcome").len().drop_nulls().sort("outcome")
    return Score(
        rows=judged.height,
        missing=judged["outcome"].null_count(),
        settled=_sum(judged, "settled") + unexpected,
        mistaken=_sum(judged, "mistaken") + unexpected,
        duplicates=_sum(judged, "duplicate"),
        usable=here.height,
        found=_sum(here, "found"),
        to_forward=outside.height,
        forwarded=_sum(outside, "found"),
        wrong_village=_sum(judged, "wrong_village"),
        located=_sum(judged, "in_village"),
        unexpected=unexpected,
        outcomes=dict(outcomes.iter_rows()),
        by_noise=_by_noise(judged),
        worst=_worst(judged),
    )


def _sum(frame: pl.DataFrame, column: str) -> int:
    return int(frame[column].cast(pl.Int64).sum())


def _by_noise(judged: pl.DataFrame) -> pl.DataFrame:
    """The same counts for each thing done to rows; a row to which two were done counts for both."""
    named = judged.with_columns(noise=pl.col("noise").fill_null("").str.split("+")).explode("noise")
    counts = named.group_by("noise").agg(
        rows=pl.len(),
        usable=pl.col("usable").sum(),
        found=(pl.col("found") & pl.col("usable")).sum(),
        mistaken=pl.col("mistaken").sum(),
        duplicates=pl.col("duplicate").sum(),
        wrong_village=pl.col("wrong_village").sum(),
        review=(pl.col("outcome") == "review").sum(),
        rejected=(pl.col("outcome") == "rejected").sum(),
    )
    return counts.sort("rows", "noise", descending=[True, False])


def _worst(judged: pl.DataFrame) -> pl.DataFrame:
    """Examples to look at first: mistakes, wrong villages, lost rows, duplicates, usable rows not found."""
    problems = {
        "mistaken": pl.col("mistaken"),
        "wrong_village": pl.col("wrong_village"),
        "lost": pl.col("outcome").is_null(),
        "duplicate": pl.col("duplicate"),
        "not_found": pl.col("usable") & ~pl.col("found"),
    }
    facts = ("file", "sheet", "row", "person", "area", "outcome", "got_person", "got_area", "reason", "noise")
    found = [
        judged.filter(when).head(WORST).with_columns(problem=pl.lit(name)).select("problem", *facts)
        for name, when in problems.items()
    ]
    return pl.concat(found)
