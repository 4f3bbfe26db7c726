"""What forms and the small scripts of a page need."""

from uuid import uuid4

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def script(path: str) -> SafeString:
    """A script of our own, as a module; a page's policy allows no other."""
    return format_html('<script type="module" src="{}"></script>', static(path))


@register.simple_tag
def fresh_id() -> str:
    """An identity for what a form will say: sent twice, it is one record."""
    return str(uuid4())
