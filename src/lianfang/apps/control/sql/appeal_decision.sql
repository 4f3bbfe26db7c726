-- purpose: the answer to one appeal: the first of its order that follows it
-- reads: control_measureevent
-- writes: nothing
-- index: foreign key index on measure_id
-- idempotency: a query
select event.note as text, event.ground = 'upheld' as upheld, event.by, event.happened_at as decided_at
from control_measureevent appeal
join control_measureevent event on event.measure_id = appeal.measure_id and event.kind = 'appeal_answered'
where appeal.uid = %(appeal)s and event.recorded_at <= %(known_at)s and event.id > appeal.id
order by event.id
limit 1
