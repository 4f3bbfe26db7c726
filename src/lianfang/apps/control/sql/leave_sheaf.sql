-- purpose: leave a file of notices that was held
-- reads: nothing
-- writes: nothing
-- index: none
-- idempotency: left is left
select pg_advisory_unlock(4712014, %(sheaf)s) as left
