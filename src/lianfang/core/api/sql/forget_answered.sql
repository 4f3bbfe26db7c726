-- purpose: forget answers to calls that nobody repeats any more
-- reads: nothing
-- writes: api_answered
-- index: answered_by_age
-- idempotency: what is gone stays gone
delete from api_answered
where recorded_at < %(before)s
