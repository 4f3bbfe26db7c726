"""Operations of the API about forms and reports."""

from lianfang.apps.forms.api.reports import router as reports

__all__ = ["reports"]
