"""A request as the views of pages see it."""

from datetime import datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from lianfang.core.access.terms import Actor


class PageRequest(HttpRequest):
    """A request with who looks, at which moment, and whether a fragment of the page is enough."""

    actor: Actor
    moment: datetime
    htmx: HtmxDetails
