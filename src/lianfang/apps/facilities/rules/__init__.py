"""Pure decisions of facilities: norms, readiness, verification, who shares a room, which room for whom."""
