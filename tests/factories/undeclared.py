"""Addresses with one view that declares nothing: what happens to a page whose author forgot."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from lianfang.project.urls import handler400, handler404
from lianfang.project.urls import urlpatterns as usual

__all__ = ["handler400", "handler404", "urlpatterns"]


def forgotten(request: HttpRequest) -> HttpResponse:
    """A page without a declared permission."""
    return HttpResponse("秘密")


urlpatterns = [path("open/", forgotten), *usual]
