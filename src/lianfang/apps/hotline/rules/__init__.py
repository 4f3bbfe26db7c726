"""Rules of the hotline: clocks, routes, the workflow, receipts, what is taken out of a text, letters."""
