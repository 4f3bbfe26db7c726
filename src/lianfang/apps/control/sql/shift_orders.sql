-- purpose: let laxer orders in force that last longer begin where a picked stricter one ends
-- reads: control_contest, control_pick, control_held (temporary)
-- writes: control_measureevent, control_measure
-- index: control_measure primary key
-- idempotency: an order is moved at most to the same day again
with yielding as materialized (
    select h.measure_id, max(p.ends_on) as duties_from
    from control_held h
    join control_contest p on p.person_id = h.person_id and p.disease = h.disease
    join control_pick using (case_id)
    where p.strictness >= h.strictness and p.ends_on > h.duties_from and p.starts_on < h.ends_on
    group by h.measure_id
),
shifted as (
    update control_measure m
    set duties_from = yielding.duties_from, shifts_known = array_append(m.shifts_known, yielding.duties_from),
        shifts_recorded = array_append(m.shifts_recorded, %(at)s)
    from yielding
    where m.id = yielding.measure_id and m.ended_at is null and yielding.duties_from < m.ends_on
    returning m.id, m.area, m.duties_from
)
insert into control_measureevent (measure_id, area, kind, day, ground, note, by, happened_at, recorded_at)
select id, area, 'shifted', duties_from, 'stricter_order', '', %(by)s, %(at)s, %(at)s
from shifted
