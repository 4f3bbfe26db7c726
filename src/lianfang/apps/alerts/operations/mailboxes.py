"""Where officers want e-mail: sealed, replaced by the next, removed by an empty one."""

import re
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.alerts.models import Mailbox
from lianfang.core import sealing
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused, NotAllowed

ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
LONGEST: Final = 254


class NotAnAddress(InputRefused):
    """Text that no mail server would take."""

    code = "alerts.not_an_address"
    sentence = "“{value}”不是电子邮箱。请写成 name@example.cn，或留空。"


@transaction.atomic
def set_mailbox(address: str, *, officer: UUID | None, area: str, by: Actor, at: datetime) -> None:
    """Keep an officer's e-mail address, or remove it where the text is empty. Raises NotAnAddress."""
    if officer is None:
        raise NotAllowed(actor=by.name, action="登记邮箱（没有任职）")
    plain = address.strip()
    if plain and (len(plain) > LONGEST or not ADDRESS.fullmatch(plain)):
        raise NotAnAddress(value=plain)
    if plain:
        kept = {"area": area, "sealed": sealing.seal(plain), "recorded_at": at}
        Mailbox.objects.update_or_create(officer=officer, defaults=kept)
    else:
        Mailbox.objects.filter(officer=officer).delete()
    audit.record("alerts.mailbox", subject=f"officer:{officer}", by=by, at=at, area=area, given=bool(plain))
