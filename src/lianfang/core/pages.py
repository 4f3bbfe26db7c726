"""A request as the views of pages see it."""

from datetime import datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from lianfang.core.access.terms import Actor


class PageRequest(HttpRequest):
    """A request with who looks, in which hats they could, when, and whether a fragment is enough."""

    actor: Actor
    hats: list[Actor]
    moment: datetime
    htmx: HtmxDetails
