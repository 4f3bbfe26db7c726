"""Hand a place to another officer, and sign for the duties of a post."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.areas.models import Assignment, Officer, Pledge
from lianfang.apps.areas.operations.assignments import assign_one, end_assignment
from lianfang.apps.areas.operations.deputies import OfficerNotFound
from lianfang.apps.areas.operations.permission import require_within
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import DomainError, NotFound


class HeldAlready(DomainError):
    """The officer holds the post there; there is nothing to hand over."""

    code = "areas.held_already"
    sentence = "{officer}已经担任这个岗位，无需移交。"


class SignedByAnother(DomainError):
    """A pledge is signed with the name of who holds the post."""

    code = "areas.signed_by_another"
    sentence = "责任状须由任职人本人签名。请填写任职人的姓名。"


class PledgeSigned(DomainError):
    """A pledge is signed once for each time a post is taken."""

    code = "areas.pledge_signed"
    sentence = "这次任职的责任状已经签署，无需再签。"


@transaction.atomic
def hand_over(*, post: str, area: str, officer: UUID, ground: str, by: Actor, at: datetime) -> None:
    """Give a post in an area to an officer from now on; who held it until now holds it no more.

    Raises OfficerNotFound, HeldAlready, and what ending and assigning raise.
    """
    taker = Officer.objects.filter(uid=officer).first()
    if taker is None:
        raise OfficerNotFound(what="人员", value=officer)
    running = Assignment.objects.filter(post__code=post, post__area=area, ends_at=None).first()
    if running is not None:
        if running.officer_id == taker.pk:
            raise HeldAlready(officer=taker.name)
        end_assignment(post=post, area=area, by=by, at=at, ground=ground)
    assign_one(post=post, area=area, officer_name=taker.name, officer_uid=officer, by=by, at=at)


@transaction.atomic
def sign_pledge(*, assignment: UUID, signed_as: str, by: Actor, at: datetime) -> None:
    """Sign for the duties of a post held now, with the holder's own name.

    Raises NotFound for a post that is not held, SignedByAnother, PledgeSigned and NotAllowed.
    """
    held = Assignment.objects.select_related("officer", "post").filter(uid=assignment, ends_at=None).first()
    if held is None:
        raise NotFound(what="任职", value=assignment)
    require_within([held.area], by=by, action="签署责任状")
    if signed_as.strip() != held.officer.name:
        raise SignedByAnother
    facts = {"area": held.area, "signed_as": held.officer.name, "signed_at": at, "recorded_by": by.name}
    if not Pledge.objects.get_or_create(assignment=held, defaults=facts)[1]:
        raise PledgeSigned
    subject = f"assignment:{held.uid}"
    audit.record("areas.pledge_signed", subject=subject, area=held.area, by=by, at=at, post=held.post.code)
