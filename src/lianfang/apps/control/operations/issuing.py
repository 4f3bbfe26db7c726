"""Issue orders: exposures → what the table in force prescribes → one order per phase.

1. *candidates*: exposures without an order, with the person that stands after merges.
2. *answers*: policy's assessment, one join for all.
3. *orders*: who meets no other order of the disease gets theirs in one statement.
4. *contest*: the few others in rounds, each person's strictest exposure first. On each day one order holds:
   the strictest. What it covers whole is superseded, what is laxer and longer begins where it ends; who is
   under an equal or longer order already is not ordered twice.
"""

import json
import time
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction

from lianfang.apps.control import queries
from lianfang.apps.control.terms import UNAPPROVED, Approval, Issued
from lianfang.apps.policy import queries as policy
from lianfang.apps.policy.operations import check_not_stricter
from lianfang.apps.policy.terms import Case
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.sql.progress import Listener, Progress, silent
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotAllowed

APP: Final = "control"
LOCK: Final = 4_712_020  # one issue at a time: two would not see each other's orders


class BatchNotDone(InputRefused):
    """A list that is still being worked on."""

    code = "control.batch_not_done"
    sentence = "名单{batch}还没有处理完。请重新运行原来的导入命令，完成后再作出决定。"


@dataclass(frozen=True)
class Decision:
    """What the caller decides: who issues, on which day, by which table, with whose approval."""

    issuer: str
    on: date
    pack: str | None
    approval: Approval
    by: Actor
    at: datetime


@dataclass(frozen=True)
class Order:
    """What all orders of one issue share."""

    area: str
    pack_id: int
    approval: Approval
    stricter: tuple[str, ...]
    decision: Decision

    @property
    def on(self) -> date:
        return self.decision.on

    @property
    def event(self) -> dict[str, object]:
        """Who and when, for the events of orders that make room."""
        return {"by": self.decision.by.name, "at": self.decision.at}

    def parameters(self) -> dict[str, object]:
        """The parameters of the statements that write orders."""
        approval = json.dumps(asdict(self.approval), ensure_ascii=False)
        return {
            "on": self.on,
            "at": self.decision.at,
            "issuer": self.decision.issuer,
            "stricter": list(self.stricter),
            "approval": approval,
        }


@transaction.atomic
def issue_for_batch(
    batch: str | int,
    *,
    by: Actor,
    at: datetime,
    issuer: str,
    pack: str | None = None,
    on: date | None = None,
    approval: Approval = UNAPPROVED,
    listener: Listener = silent,
) -> Issued:
    """Order what policy prescribes for every exposure of a list that has no order yet.

    `on` is the day of decision (that of `at` by default), `pack` a table other than the one in force. Raises
    NotFound, NotAllowed outside the actor's scope, BatchNotDone, NoPackInForce, and StricterThanUpper where
    the table is stricter than the one above it and nobody approved that, before or now.
    """
    started = time.perf_counter()
    found = queries.batch_of_issue(batch)
    if not by.may_see(found.area):
        raise NotAllowed(actor=by.name, action=f"为{found.area}的名单作出决定")
    if not found.done:
        raise BatchNotDone(batch=batch)
    decision = Decision(issuer, on or _day(at), pack, approval, by, at)
    order = _order(found.area, found.disease, decision)
    progress = Progress(listener)
    exposures = queries.exposures_of_batch(found.id)
    issued = _issue(order, progress, "candidates_of_batch", batch_id=found.id, on=order.on)
    account = replace(
        issued,
        exposures=exposures,
        ordered_before=exposures - issued.exposures,
        seconds=time.perf_counter() - started,
    )
    _record(f"intake_batch:{found.id}", account, order)
    return account


@transaction.atomic
def issue(
    *,
    person: str | int,
    case: Case,
    disease: str,
    by: Actor,
    at: datetime,
    issuer: str,
    pack: str | None = None,
    on: date | None = None,
    approval: Approval = UNAPPROVED,
) -> Issued:
    """Order what policy prescribes for one exposure of one person that stands on no list.

    What the case leaves unknown of occupation and age is taken from the register. Raises NotFound,
    NotAllowed, NoPackInForce and StricterThanUpper like `issue_for_batch`.
    """
    started = time.perf_counter()
    person_id, area = queries.person_to_order(person, by=by)
    order = _order(area, disease, Decision(issuer, on or _day(at), pack, approval, by, at))
    told = {"disease": disease, "person_id": person_id, "on": order.on, **asdict(case)}
    issued = _issue(order, Progress(), "candidate_of_person", **told)
    account = replace(issued, seconds=time.perf_counter() - started)
    _record(f"people_person:{person_id}", account, order)
    return account


def _day(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def _order(area: str, disease: str, decision: Decision) -> Order:
    on = decision.on
    if decision.pack:
        pack_id: int | None = policy.find_pack(decision.pack, on=on)
    else:
        pack_id = policy.pack_in_force(disease=disease, area=area, on=on)
    if pack_id is None:
        raise queries.NoPackInForce(on=on, area=area, disease=disease)
    upper_id = policy.upper_pack(pack_id=pack_id, area=area, on=on)
    cells = policy.stricter_cells(upper_id=upper_id, lower_id=pack_id) if upper_id else ()
    if not upper_id or not cells:
        return Order(area, pack_id, UNAPPROVED, (), decision)
    approval = _approved(area, pack_id, upper_id, decision)
    return Order(area, pack_id, approval, tuple({cell.exposure for cell in cells}), decision)


def _approved(area: str, pack_id: int, upper_id: int, decision: Decision) -> Approval:
    """The approval told now, recorded as a deviation, or the one on record; raises StricterThanUpper."""
    known = queries.deviation_approved(pack_id=pack_id, upper_id=upper_id, area=area)
    if known and not decision.approval.complete:
        return known
    told = asdict(decision.approval)
    check_not_stricter(pack_id=pack_id, area=area, on=decision.on, by=decision.by, at=decision.at, **told)
    return decision.approval


def _issue(order: Order, progress: Progress, fill: str, **told: object) -> Issued:
    """Fill the candidates, have them assessed, write their orders; counts what became of them."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    run = _Runner(progress)
    run("make_issue_tables")
    candidates = run(fill, **told)
    deceased = run("drop_deceased")
    run("analyse_candidates")
    policy.open_cases()
    run("cases_of_candidates")
    progress.note(policy.assess_cases(pack_id=order.pack_id, on=order.on))
    run("analyse_answers")
    run("hold_orders_in_force", on=order.on)
    run("contest", on=order.on)
    answered = sql.fetch(APP, "answered_cases")[0]
    written = run("write_orders", **order.parameters())
    contest = _settle(order, run)
    contest.measures += written
    return _account(order, answered, candidates=candidates, deceased=deceased, contest=contest)


@dataclass(frozen=True)
class _Runner:
    """Runs statements of this app, tells their progress, gives their rows."""

    progress: Progress

    def __call__(self, name: str, **parameters: object) -> int:
        return self.progress.note(sql.run(APP, name, **parameters)).rows


@dataclass
class Contest:
    """Orders written, and older ones that made room."""

    measures: int = 0
    superseded: int = 0


def _settle(order: Order, run: _Runner) -> Contest:
    """Each person's strictest exposure first, against the orders in force, until none is left."""
    contest = Contest()
    while run("pick_strictest"):
        run("clip_phases", on=order.on)
        run("drop_empty_phases")
        contest.measures += run("write_contested_orders", **order.parameters())
        contest.superseded += run("supersede_orders", **order.event)
        run("shift_orders", **order.event)
        run("settle_picked")
        run("close_round")
        run("rehold_orders")
        run("hold_orders_of_contest", on=order.on)
    return contest


def _account(
    order: Order, answered: dict[str, Any], *, candidates: int, deceased: int, contest: Contest
) -> Issued:
    settled = sql.fetch(APP, "settled_cases")[0]
    uncontested = answered["to_order"] - answered["contested"]
    return Issued(
        pack=policy.read_pack(order.pack_id).name,
        exposures=candidates,
        ordered=uncontested + settled["cases"],
        ordered_before=0,
        already_under=answered["contested"] - settled["cases"],
        not_covered=answered["not_covered"],
        over=answered["over"],
        deceased=deceased,
        measures=contest.measures,
        persons=uncontested + settled["persons"],
        superseded=contest.superseded,
        stricter=len(order.stricter),
    )


def _record(subject: str, account: Issued, order: Order) -> None:
    facts = {name: value for name, value in asdict(account).items() if name != "seconds"}
    audit.record(
        "measures.issued",
        subject=subject,
        by=order.decision.by,
        at=order.decision.at,
        area=order.area,
        issuer=order.decision.issuer,
        on=order.on,
        pack_id=order.pack_id,
        approval=asdict(order.approval),
        **facts,
    )
