"""Decisions of telling: the ladder of each kind of duty, and when a message may leave."""

from lianfang.apps.alerts.rules.delivery import channels_of, not_before
from lianfang.apps.alerts.rules.ladders import URGENT, ladder_of, most_pressing
from lianfang.apps.alerts.rules.wording import message_text, sentence

__all__ = ["URGENT", "channels_of", "ladder_of", "message_text", "most_pressing", "not_before", "sentence"]
