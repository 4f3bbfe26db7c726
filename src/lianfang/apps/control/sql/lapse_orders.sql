-- purpose: end orders whose period is over and that nobody ended: they have no force; the release notice stays due
-- reads: control_measure
-- writes: control_measureevent, control_measure
-- index: measure_by_area (area range, ends_on)
-- idempotency: an ended order is left alone
with lapsed as (
    update control_measure
    set ended_at = ends_on::timestamp at time zone %(zone)s, ended_recorded_at = %(at)s, end_ground = 'lapsed'
    where area >= %(lo)s and area < %(hi)s and ended_at is null
      and ends_on::timestamp at time zone %(zone)s <= %(at)s and ends_on <= %(on)s
    returning id, area, ended_at
)
insert into control_measureevent (measure_id, area, kind, ground, note, by, happened_at, recorded_at)
select id, area, 'lapsed', 'period_over', '', %(by)s, ended_at, %(at)s
from lapsed
