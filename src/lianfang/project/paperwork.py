"""Papers of the demonstration: a notice issued in the evening, worked on till noon; minutes that wait."""

from datetime import datetime, timedelta
from typing import Final

from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.queries import TaskCard
from lianfang.apps.directives.terms import ItemUse, TaskState
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor
from lianfang.demo.papers import MINUTES, NOTICE

COVERED: Final = "4."
"""The item of which the standing work is the daily temperature."""
RECEIVED, DONE, SIGNED_OFF = 3, 5, 2
"""Of so many tasks one waits, one is only received; of so many done one is signed off."""
WORKED: Final = 30
SAID: Final = {"1.": "已逐户摸排登记。", "2.": "已汇总上报。", "3.": "已清点，缺采样管两箱。"}


def run(*, area: str, by: Actor, evening: datetime, until: datetime) -> int:
    """Receive both papers, issue the notice, do some of its tasks; how many tasks there are."""
    paper = operations.receive("镇村防控责任通知.txt", NOTICE.encode(), area=area, by=by, at=evening)
    operations.receive("会议纪要.txt", MINUTES.encode(), area=area, by=by, at=evening)
    found = queries.directive(paper, by=by)
    for item in queries.items_of(found):
        operations.accept_doubts(item.uid, by=by, at=evening)
        if item.number == COVERED:
            covered = operations.as_read(item, use=ItemUse.COVERED, covered_by="temperature")
            operations.correct_item(item.uid, covered, by=by, at=evening)
    account = operations.issue(paper, by=by, at=evening)
    waiting = queries.tasks(at=evening, directive=found.pk)
    for place, card in enumerate(waiting[:: max(len(waiting) // WORKED, 1)]):
        _work(card, place, by=by, evening=evening, until=until)
    return account.tasks


def _work(card: TaskCard, place: int, *, by: Actor, evening: datetime, until: datetime) -> None:
    """What became of a task by the morning, by its place in the list: nothing, received, done, signed off."""
    if place % RECEIVED == 0 or card.holder is None or card.state is not TaskState.ISSUED:
        return
    holder = Actor(name=card.holder, role="rehearsal", permissions=EVERY)
    received_at = evening + timedelta(minutes=10 + place)
    operations.take_task(card.uid, by=holder, at=received_at)
    if place % DONE == 0:
        return
    said = SAID.get(card.number, "已按要求办理。")
    operations.finish_task(card.uid, said, by=holder, at=until - timedelta(minutes=place))
    if place % SIGNED_OFF == 0 and not card.recurs:
        operations.sign_off(card.uid, note="已核验。", by=by, at=until)
