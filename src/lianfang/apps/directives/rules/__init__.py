"""How a directive is read: cleaned, split by its numbering, and asked who, by when, how often, how much."""
