"""Gateways of tests."""

import os
import signal

from lianfang.apps.alerts.operations.gateways import FileGateway
from lianfang.apps.alerts.terms import Outgoing


class Dying:
    """Sends the first message, and is killed before that can be noted."""

    def send(self, message: Outgoing) -> None:
        FileGateway().send(message)
        os.kill(os.getpid(), signal.SIGKILL)
