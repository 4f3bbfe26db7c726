"""Writes of telling: the run that tells, acknowledgements, and the messages that leave."""

from lianfang.apps.alerts.operations.acknowledging import NotYours, acknowledge, acknowledge_all
from lianfang.apps.alerts.operations.gateways import leaves_the_machine
from lianfang.apps.alerts.operations.mailboxes import NotAnAddress, set_mailbox
from lianfang.apps.alerts.operations.sending import gather, hand_over
from lianfang.apps.alerts.operations.telling import tell

__all__ = [
    "NotAnAddress",
    "NotYours",
    "acknowledge",
    "acknowledge_all",
    "gather",
    "hand_over",
    "leaves_the_machine",
    "set_mailbox",
    "tell",
]
