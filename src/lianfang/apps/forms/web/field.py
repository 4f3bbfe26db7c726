"""Reports out of the queue of a phone: signed when they were entered, taken once however often they come."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.terms import Submitted
from lianfang.apps.forms.web.asked import filled_of, sent_of
from lianfang.core import field_queue
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.field_queue import Fate, Queued
from lianfang.core.pages import PageRequest
from lianfang.kernel.errors import DomainError

KIND = "report"
TAKEN, KNOWN = _("已上报。"), _("此前已上报。")


def frame(request: PageRequest) -> dict[str, Any]:
    """What the scripts of the pages of reports need."""
    return field_queue.frame(field_queue.owner_of(request.actor))


@field_queue.receives(KIND)
def receive(request: PageRequest, one: Queued) -> dict[str, Any]:
    """Hand in one report that waited; what is wrong with it is told, and it may be filled in again."""
    try:
        made = _submit(request, one)
    except (DomainError, ValueError) as refusal:
        return field_queue.told(one.id, Fate.REFUSED, str(refusal))
    fate, said = (Fate.KNOWN, KNOWN) if made.again else (Fate.ACCEPTED, TAKEN)
    return field_queue.told(one.id, fate, gettext(said), href=reverse("forms:report", args=[made.uid]))


def _submit(request: PageRequest, one: Queued) -> Submitted:
    check(request.actor, Permission.SUBMIT_REPORT)
    key, sent = queries.key_of(one.person), sent_of(one.values)
    slot = queries.one_expected(
        key.form, key.reporter, on=key.on, slot=key.slot, by=request.actor, at=request.moment
    )
    form = queries.form_of(queries.edition(slot.edition))
    return operations.submit(
        *key[:2],
        on=key.on,
        slot=key.slot,
        filled=filled_of(form, sent, area=slot.area),
        client=UUID(one.id),
        reason=sent.get("reason", ""),
        by=request.actor,
        at=request.moment,
        happened_at=one.entered_at,
    )
