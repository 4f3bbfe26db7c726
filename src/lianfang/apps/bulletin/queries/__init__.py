"""Reads of the bulletin: what everybody reads, what the desk works at, counts that may be told."""

from lianfang.apps.bulletin.queries.counting import freeze
from lianfang.apps.bulletin.queries.desk import Draft, draft, drafts
from lianfang.apps.bulletin.queries.public import everywhere, latest, published, version

__all__ = ["Draft", "draft", "drafts", "everywhere", "freeze", "latest", "published", "version"]
