"""Pages of control: persons under a measure, their orders; the field's own list and its records."""

from lianfang.apps.control.web.effect import effect
from lianfang.apps.control.web.field import photo, photos, readings, record, records, today, worker
from lianfang.apps.control.web.files import readings_file, results_file
from lianfang.apps.control.web.held import held
from lianfang.apps.control.web.issuing import issue_batch, issue_person
from lianfang.apps.control.web.orders import answer_appeal, appeal, extend, notice, release, revoke, shorten
from lianfang.apps.control.web.people import person
from lianfang.apps.control.web.releases import releases
from lianfang.apps.control.web.sheaves import sheaf_file, sheaves

__all__ = [
    "answer_appeal",
    "appeal",
    "effect",
    "extend",
    "held",
    "issue_batch",
    "issue_person",
    "notice",
    "person",
    "photo",
    "photos",
    "readings",
    "readings_file",
    "record",
    "records",
    "release",
    "releases",
    "results_file",
    "revoke",
    "sheaf_file",
    "sheaves",
    "shorten",
    "today",
    "worker",
]
