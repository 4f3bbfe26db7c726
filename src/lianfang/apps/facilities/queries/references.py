"""What people and programs ask about: an identity, or an area."""

from uuid import UUID

from lianfang.apps.people import queries as people
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotAllowed, NotFound


def uid_of(reference: str | UUID, *, what: str) -> UUID:
    """The identity that a reference writes; raises NotFound for what writes none."""
    found = people.as_uuid(str(reference))
    if found is None:
        raise NotFound(what=what, value=reference)
    return found


def area_range(area: str, *, by: Actor) -> tuple[str, str]:
    """The range of an area, or of all that an actor sees; raises NotAllowed out of sight."""
    if area and not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"查看{area}的隔离点")
    return area_code.prefix_range(area or by.scope)
