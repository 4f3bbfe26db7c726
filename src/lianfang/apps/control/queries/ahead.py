"""What an issue of orders would do: by which table, for whom, and where it is stricter; nothing is written.

The first half of an issue (`operations.issuing`) is this: candidates, policy's answers, what they meet.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from lianfang.apps.control.queries.issue import NoPackInForce, deviation_approved, exposures_of_batch
from lianfang.apps.control.terms import Approval, BatchOfIssue
from lianfang.apps.policy import queries as policy
from lianfang.apps.policy.terms import Cell
from lianfang.core import sql
from lianfang.core.sql.progress import Progress

APP: Final = "control"


@dataclass(frozen=True, slots=True)
class Footing:
    """The table by which is ordered, what in it is stricter than the one above, and who approved that."""

    pack_id: int
    cells: tuple[Cell, ...]
    approval: Approval | None

    @property
    def stricter(self) -> tuple[str, ...]:
        """The kinds of exposure of which the table asks more."""
        return tuple({cell.exposure for cell in self.cells})

    def lacks(self, told: Approval) -> bool:
        """Whether somebody must still approve."""
        return bool(self.cells) and self.approval is None and not told.complete


def footing(*, area: str, disease: str, on: date, pack: str | None = None) -> Footing:
    """The table named, or the one in force, with its deviations; raises NoPackInForce, PackNotFound."""
    named = policy.find_pack(pack, on=on) if pack else None
    pack_id = named or policy.pack_in_force(disease=disease, area=area, on=on)
    if pack_id is None:
        raise NoPackInForce(on=on, area=area, disease=disease)
    upper_id = policy.upper_pack(pack_id=pack_id, area=area, on=on)
    cells = policy.stricter_cells(upper_id=upper_id, lower_id=pack_id) if upper_id else ()
    if not upper_id or not cells:
        return Footing(pack_id, (), None)
    approval = deviation_approved(pack_id=pack_id, upper_id=upper_id, area=area)
    return Footing(pack_id, tuple(cells), approval)


@dataclass(frozen=True)
class Runner:
    """Runs statements of this app, tells their progress, gives their rows."""

    progress: Progress

    def __call__(self, name: str, **parameters: object) -> int:
        return self.progress.note(sql.run(APP, name, **parameters)).rows


@dataclass(frozen=True, slots=True)
class Answered:
    """How policy answered the candidates: without a measure, over already, to order, of these contested."""

    candidates: int
    deceased: int
    not_covered: int
    over: int
    to_order: int
    contested: int


def answer_candidates(fill: str, *, run: Runner, pack_id: int, on: date, **told: object) -> Answered:
    """Fill the candidates by a statement and have them assessed; only temporary tables are written."""
    run("make_issue_tables")
    candidates = run(fill, on=on, **told)
    deceased = run("drop_deceased")
    run("analyse_candidates")
    policy.open_cases()
    run("cases_of_candidates")
    run.progress.note(policy.assess_cases(pack_id=pack_id, on=on))
    run("analyse_answers")
    run("hold_orders_in_force", on=on)
    run("contest", on=on)
    return Answered(candidates, deceased, **sql.fetch(APP, "answered_cases")[0])


@dataclass(frozen=True, slots=True)
class AheadLine:
    """A step of a category that would be ordered, for how many; `why` where the table gives no measure."""

    category: str
    label: str
    step: int
    measure: str
    place: str
    days: int
    exposures: int
    stricter: int
    why: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """What an issue for a list would do: every exposure has one fate."""

    pack: str
    exposures: int
    to_order: int
    contested: int
    ordered_before: int
    not_covered: int
    over: int
    deceased: int
    lines: tuple[AheadLine, ...]

    def __post_init__(self) -> None:
        left = self.not_covered + self.over + self.deceased
        if self.exposures != self.to_order + self.ordered_before + left:
            raise ArithmeticError(f"the account of what lies ahead does not balance: {self}")


@transaction.atomic
def ahead_of_batch(batch: BatchOfIssue, *, by_table: Footing, on: date) -> Ahead:
    """What `issue_for_batch` would order on a day; the contested are compared with what is in force then."""
    exposures = exposures_of_batch(batch.id)
    run = Runner(Progress())
    fill = "candidates_of_batch"
    answered = answer_candidates(fill, run=run, pack_id=by_table.pack_id, on=on, batch_id=batch.id)
    rows = sql.fetch(APP, "ahead_lines", on=on, stricter=list(by_table.stricter))
    pack = policy.read_pack(by_table.pack_id)
    return Ahead(
        pack=pack.title,
        exposures=exposures,
        to_order=answered.to_order,
        contested=answered.contested,
        ordered_before=exposures - answered.candidates,
        not_covered=answered.not_covered,
        over=answered.over,
        deceased=answered.deceased,
        lines=tuple(AheadLine(label=policy.category_label(pack, row["category"]), **row) for row in rows),
    )
