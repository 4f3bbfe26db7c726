"""Pages of the exchange, and its door for other servers."""

from lianfang.apps.exchange.web.door import envelopes

__all__ = ["envelopes"]
