-- purpose: forget the fate of the rows before
-- reads: nothing
-- writes: intake_fate (temporary)
-- index: none
-- idempotency: may be repeated
drop table if exists pg_temp.intake_fate
