"""Pages of lists: handed in and received, their accounts, what waits for a person, what was handed over."""
