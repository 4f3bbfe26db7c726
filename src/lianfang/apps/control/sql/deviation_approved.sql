-- purpose: who approved, and why, that a table is stricter than the one above it in a place
-- reads: policy_deviation
-- writes: nothing
-- index: foreign key index on pack_id
-- idempotency: reads only
select approved_by, reason
from policy_deviation
where pack_id = %(pack_id)s and upper_id = %(upper_id)s and starts_with(%(area)s, area)
order by id desc
limit 1
