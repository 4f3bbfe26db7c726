"""Pages of the bulletin: for everybody, and the desk where it is written and approved."""

from lianfang.apps.bulletin.web.desk import correct, decide, desk, draft, faq, new
from lianfang.apps.bulletin.web.public import feed, front, places, questions, read, services

__all__ = [
    "correct",
    "decide",
    "desk",
    "draft",
    "faq",
    "feed",
    "front",
    "new",
    "places",
    "questions",
    "read",
    "services",
]
