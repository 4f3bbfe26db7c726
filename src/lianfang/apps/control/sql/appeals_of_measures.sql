-- purpose: appeals against some orders and their answers, in the order they were recorded
-- reads: control_measureevent
-- writes: nothing
-- index: foreign key index on measure_id
-- idempotency: a query
select measure_id, kind, note, "by", happened_at, recorded_at
from control_measureevent
where measure_id = any(%(measures)s::bigint[]) and kind in ('appealed', 'appeal_answered')
order by id
