"""Directives: papers read into items, items issued as tasks, meetings and plans."""
