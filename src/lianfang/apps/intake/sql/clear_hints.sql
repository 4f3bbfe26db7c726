-- purpose: forget hints about rows that are looked at again
-- reads: nothing
-- writes: intake_hint (temporary)
-- index: none
-- idempotency: may be repeated
delete from intake_hint where rule <> 'several'
