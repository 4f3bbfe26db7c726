"""The first lock: a view answers only if it declares what it needs, and only to who may.

`@needs(Permission.X)` declares; the middleware of the pages and the API call `check` before every view.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import NotAllowed

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC: Final = "public"


class NotDeclared(NotAllowed):
    """A view that says not what it needs answers nobody."""

    code = "access.not_declared"
    sentence = "这个页面没有声明所需权限，不予显示。请告诉维护人员。"


class PermissionMissing(NotAllowed):
    """The actor's role lacks what the view needs."""

    code = "access.permission_missing"
    sentence = "“{role}”没有“{permission}”权限。请换用有此权限的身份，或向上级申请。"


def needs(permission: Permission, *, post: Permission | None = None) -> Callable[[View], View]:
    """Declare the permission that a view needs; `post` is the one for requests that change something."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        view.post_permission = post or permission  # type: ignore[attr-defined]
        return view

    return declare


def public(view: View) -> View:
    """Declare that a view answers everybody, signed in or not."""
    view.permission = view.post_permission = PUBLIC  # type: ignore[attr-defined]
    return view


def declared(view: Callable[..., Any], method: str = "GET") -> Permission | str | None:
    """What a view declared for a method: a permission, PUBLIC, or None where it declared nothing."""
    name = "permission" if method in {"GET", "HEAD", "OPTIONS"} else "post_permission"
    found: Permission | str | None = getattr(view, name, None)
    return found


def allows(actor: Actor, needed: Permission | str | None) -> bool:
    """Whether `check` would let pass: the question of menus."""
    return needed == PUBLIC or (isinstance(needed, Permission) and actor.may(needed))


def check(actor: Actor, needed: Permission | str | None) -> None:
    """Let pass who may; raises NotDeclared and PermissionMissing."""
    if needed is None:
        raise NotDeclared
    if isinstance(needed, Permission) and not actor.may(needed):
        raise PermissionMissing(role=actor.title, permission=needed.label)
