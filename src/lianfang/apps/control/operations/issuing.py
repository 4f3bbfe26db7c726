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
from typing import Final

from django.db import connection, transaction

from lianfang.apps.control import queries
from lianfang.apps.control.queries import Answered, Footing, Runner
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
JOB: Final = "control.issue"
LOCK: Final = 4_712_020  # one issue at a time: two would not see each other's orders


class BatchNotDone(InputRefused):
    """A list that is still being worked on."""

    code = "control.batch_not_done"
    sentence = "名单{batch}还没有处理完。请重新运行原来的导入命令，完成后再作出决定。"


class ApprovalMissing(InputRefused):
    """A table stricter than the one above it, and nobody said who approved that."""

    code = "control.approval_missing"
    sentence = "政策比上级严，共{count}处，没有作出决定。请写明批准人和批准理由，或改用上级的政策。"


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
    issued = _issue(order, progress, "candidates_of_batch", batch_id=found.id)
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
    told = {"disease": disease, "person_id": person_id, **asdict(case)}
    issued = _issue(order, Progress(), "candidate_of_person", **told)
    account = replace(issued, seconds=time.perf_counter() - started)
    _record(f"people_person:{person_id}", account, order)
    return account


def _day(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def _order(area: str, disease: str, decision: Decision) -> Order:
    found = queries.footing(area=area, disease=disease, on=decision.on, pack=decision.pack)
    approval = _approved(area, found, decision) if found.cells else UNAPPROVED
    return Order(area, found.pack_id, approval, found.stricter, decision)


def _approved(area: str, found: Footing, decision: Decision) -> Approval:
    """The approval told now, recorded as a deviation, or the one on record; raises StricterThanUpper."""
    if found.approval and not decision.approval.complete:
        return found.approval
    told = asdict(decision.approval) | {"on": decision.on, "by": decision.by, "at": decision.at}
    check_not_stricter(pack_id=found.pack_id, area=area, **told)
    return decision.approval


def _issue(order: Order, progress: Progress, fill: str, **told: object) -> Issued:
    """Fill the candidates, have them assessed, write their orders; counts what became of them."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    run = Runner(progress)
    answered = queries.answer_candidates(fill, run=run, pack_id=order.pack_id, on=order.on, **told)
    written = run("write_orders", **order.parameters())
    contest = _settle(order, run)
    contest.measures += written
    return _account(order, answered, contest)


@dataclass
class Contest:
    """Orders written, and older ones that made room."""

    measures: int = 0
    superseded: int = 0


def _settle(order: Order, run: Runner) -> Contest:
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


def _account(order: Order, answered: Answered, contest: Contest) -> Issued:
    settled = sql.fetch(APP, "settled_cases")[0]
    uncontested = answered.to_order - answered.contested
    return Issued(
        pack=policy.read_pack(order.pack_id).name,
        exposures=answered.candidates,
        ordered=uncontested + settled["cases"],
        ordered_before=0,
        already_under=answered.contested - settled["cases"],
        not_covered=answered.not_covered,
        over=answered.over,
        deceased=answered.deceased,
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
