-- purpose: forget the sealed content of the rows before
-- reads: nothing
-- writes: intake_kept (temporary)
-- index: none
-- idempotency: may be repeated
truncate intake_kept
