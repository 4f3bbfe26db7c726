"""Operations of the API about forms and reports."""

from lianfang.apps.forms.api.closings import router as closings
from lianfang.apps.forms.api.doubts import router as doubts
from lianfang.apps.forms.api.evaluation import router as evaluation
from lianfang.apps.forms.api.reports import router as reports
from lianfang.apps.forms.api.rollups import router as rollups

__all__ = [
    "closings",
    "doubts",
    "evaluation",
    "reports",
    "rollups",
]
