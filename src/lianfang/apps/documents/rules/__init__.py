"""Rules of documents: sentences from facts, numbers, templates from their sources, blanks of usual papers."""
