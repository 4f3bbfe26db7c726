-- purpose: to how many areas and posts, or heads of units, each item of a directive would go
-- reads: targets (relation given by the caller)
-- writes: nothing
-- index: none
-- idempotency: a query
select item_id, count(*)::int as targets
from targets
group by item_id
