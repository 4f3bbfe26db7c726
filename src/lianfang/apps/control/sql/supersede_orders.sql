-- purpose: end orders in force whose every day a picked order covers that is as strict or stricter
-- reads: control_contest, control_pick, control_held (temporary)
-- writes: control_measureevent, control_measure
-- index: control_measure primary key
-- idempotency: an ended order is in force no more
with covered as materialized (
    select distinct h.measure_id
    from control_held h
    join control_contest p on p.person_id = h.person_id and p.disease = h.disease
    join control_pick using (case_id)
    where p.strictness >= h.strictness and p.ends_on >= h.ends_on
),
ended as (
    update control_measure m
    set ended_at = %(at)s, ended_recorded_at = %(at)s, end_ground = 'superseded'
    from covered
    where m.id = covered.measure_id and m.ended_at is null
    returning m.id, m.area
)
insert into control_measureevent (measure_id, area, kind, ground, note, by, happened_at, recorded_at)
select id, area, 'superseded', 'stricter_order', '', %(by)s, %(at)s, %(at)s
from ended
