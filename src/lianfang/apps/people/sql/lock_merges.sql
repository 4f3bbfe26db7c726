-- purpose: one merge or unmerge at a time, so that no ring can arise between two
-- reads: nothing
-- writes: nothing
-- index: none
-- idempotency: the lock ends with the transaction
select pg_advisory_xact_lock(4712021)
