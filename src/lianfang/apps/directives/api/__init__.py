"""Operations of the API about directives and tasks."""

from lianfang.apps.directives.api.meetings import router as meetings
from lianfang.apps.directives.api.papers import router as papers
from lianfang.apps.directives.api.plans import router as plans
from lianfang.apps.directives.api.tasks import router as tasks

__all__ = ["meetings", "papers", "plans", "tasks"]
