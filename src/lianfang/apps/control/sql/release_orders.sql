-- purpose: release persons from orders whose rule asks for nothing more; a lapsed order keeps its end
-- reads: control_measure
-- writes: control_measureevent, control_measure
-- index: control_measure primary key
-- idempotency: a released order is left alone
with released as (
    update control_measure
    set released_at = %(at)s, released_recorded_at = %(at)s, ended_at = coalesce(ended_at, %(at)s),
        ended_recorded_at = coalesce(ended_recorded_at, %(at)s),
        end_ground = case when ended_at is null then 'released' else end_ground end
    where id = any(%(measures)s) and released_at is null
    returning id, area
)
insert into control_measureevent (measure_id, area, kind, ground, note, by, happened_at, recorded_at)
select id, area, 'released', %(ground)s, '', %(by)s, %(at)s, %(at)s
from released
