"""Pages of the frame itself: choosing a language, and the gallery of components."""

from typing import Final

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from lianfang.core.access.doors import public
from lianfang.core.pages import PageRequest
from lianfang.kernel.errors import WrongCall
from lianfang.ui.samples import samples

YEAR: Final = 365 * 24 * 3600


@public
@require_POST
def language(request: PageRequest) -> HttpResponse:
    """Keep the language that the reader chose, and go back to where they were."""
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        raise WrongCall(problem=gettext("没有语言“{code}”。").format(code=code))
    answer = HttpResponseRedirect(_back(request))
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return answer


def _back(request: PageRequest) -> str:
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if ours else "/"


@public
def gallery(request: PageRequest) -> HttpResponse:
    """Every component in every state, each with how it is included."""
    return render(request, "ui/gallery.html", {"sections": samples(request.moment)})
