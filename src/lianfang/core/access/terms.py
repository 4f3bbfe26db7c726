"""Who acts: a name for the log, a role, and the area within which they may see and do."""

from dataclasses import dataclass

from lianfang.kernel import area_code


@dataclass(frozen=True)
class Actor:
    """The person or job that acts; `scope` is an area prefix, empty for everywhere."""

    name: str
    scope: str = ""
    role: str = "operator"

    def may_see(self, area: str) -> bool:
        """Whether an area lies within the actor's scope."""
        return not self.scope or area_code.contains(self.scope, area)


SYSTEM = Actor(name="system", role="system")
