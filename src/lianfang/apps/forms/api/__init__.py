"""Operations of the API about forms and reports."""

from lianfang.apps.forms.api.doubts import router as doubts
from lianfang.apps.forms.api.reports import router as reports
from lianfang.apps.forms.api.rollups import router as rollups

__all__ = [
    "doubts",
    "reports",
    "rollups",
]
