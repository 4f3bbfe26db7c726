"""Writes of persons, their keys and merges."""

from lianfang.apps.people.operations.registration import begin_arrival, register, register_arrived

__all__ = ["begin_arrival", "register", "register_arrived"]
