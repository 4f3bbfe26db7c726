-- purpose: who served the notice of an order, and when
-- reads: control_measureevent
-- writes: nothing
-- index: foreign key index on control_measureevent.measure_id
-- idempotency: reads only
select by, happened_at
from control_measureevent
where measure_id = %(measure_id)s and kind = 'served'
order by id desc
limit 1
