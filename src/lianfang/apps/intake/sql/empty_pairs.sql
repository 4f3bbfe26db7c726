-- purpose: forget the pairs of a round that is judged
-- reads: nothing
-- writes: intake_pair (temporary)
-- index: none
-- idempotency: may be repeated
truncate intake_pair
