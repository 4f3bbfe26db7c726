-- purpose: one following of re-codings at a time
-- reads: nothing
-- writes: nothing
-- index: none
-- idempotency: the lock ends with the transaction
select pg_advisory_xact_lock(4712022)
