"""What alerts keep and for how long: who was told of what, and what left by message."""

from datetime import timedelta
from functools import partial

from lianfang.core.retention.terms import Purpose

_forgotten = partial(
    Purpose,
    app="alerts",
    counted_from="通知之日",
    keep=timedelta(days=180),
    ground="网络安全法第二十一条：日志留存不少于六个月；此后责任追究凭审计记录，180天为本地规定",
    certainty="C",
)


RETENTION: tuple[Purpose, ...] = (
    _forgotten("escalations", "逐项通知记录", "forget_escalations"),
    _forgotten("dispatches", "通知的发送去向", "forget_dispatches"),
    _forgotten("messages", "短信和邮件内容", "forget_messages"),
    _forgotten("notices", "给责任人的通知", "forget_notices"),
)
