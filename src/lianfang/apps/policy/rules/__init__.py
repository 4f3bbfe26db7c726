"""Pure decisions of policy: reading packs and cases, comparing two tables, saying an answer in words."""
