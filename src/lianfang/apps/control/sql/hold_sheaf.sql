-- purpose: hold a file of notices while it is written; who is killed holds it no more
-- reads: nothing
-- writes: nothing
-- index: none
-- idempotency: held is held
select pg_try_advisory_lock(4712014, %(sheaf)s) as held
