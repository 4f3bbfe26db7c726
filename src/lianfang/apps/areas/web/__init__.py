"""Pages of places, and of who holds their posts."""

from lianfang.apps.areas.web.places import show
from lianfang.apps.areas.web.posts import change, own_posts, pledge, posts

__all__ = ["change", "own_posts", "pledge", "posts", "show"]
