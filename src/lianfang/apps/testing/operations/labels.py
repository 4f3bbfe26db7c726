"""Labels are printed before tubes are filled: numbers of the county that no other label has."""

from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import F, Max

from lianfang.apps.testing.models import LabelRun
from lianfang.apps.testing.rules import labels
from lianfang.core.access import rows
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor, Work
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused

MOST: Final = 2400
LOCK: Final = 4_712_031  # one run at a time: two would take the same numbers
NUMBERING: Final = Work("testing.labels", "a label stands once in the county, whoever prints it")


class LabelsImpossible(InputRefused):
    """A number of labels that can't be printed at once, or by somebody of no county."""

    code = "testing.labels_impossible"
    sentence = "一次可印1至{most}张标签，且须属于一个县；这里是{count}张。"


@transaction.atomic
def print_labels(count: int, *, by: Actor, at: datetime) -> LabelRun:
    """Take the next numbers of the actor's county for labels. Raises PermissionMissing, LabelsImpossible."""
    check(by, Permission.TAKE_SAMPLE)
    county = by.scope[: labels.COUNTY]
    if not 1 <= count <= MOST or len(county) < labels.COUNTY:
        raise LabelsImpossible(most=MOST, count=count)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    with rows.acting_for(NUMBERING):
        runs = LabelRun.objects.filter(county=county)
        last = runs.aggregate(last=Max(F("first") + F("count") - 1))["last"] or 0
    told = {"area": by.scope, "county": county, "first": last + 1, "count": count}
    made = LabelRun.objects.create(by=by.name, recorded_at=at, **told)
    made.refresh_from_db(fields=["uid"])
    facts = {"first": made.first, "count": count}
    audit.record("labels.printed", subject=f"label_run:{made.uid}", by=by, at=at, area=by.scope, **facts)
    return made
