"""Pure decisions of venues: what a file says, what counts as being together, how long it is kept."""
