"""Operations of the API about cases, a module for each side of them."""

from lianfang.apps.cases.api import contacts, letters, stays
from lianfang.apps.cases.api.cases import router

__all__ = ["contacts", "letters", "router", "stays"]
