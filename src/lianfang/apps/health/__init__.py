"""The health centre's desk: fevers now, transfers under way, whom to call because no temperature came."""
