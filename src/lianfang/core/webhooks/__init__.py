"""Other systems are told what happens: signed messages, sent again until they arrive, each on record."""
