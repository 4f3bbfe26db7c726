-- purpose: slots of being on duty: checked in within the first minutes of a shift, unless excused
-- reads: inspection_shift, inspection_shiftevent, areas_unit
-- writes: nothing
-- index: shift_by_area, shift_event_by_shift
-- idempotency: a query
select shift.uid::text as subject_id,
       shift.role || to_char(shift.begins_at at time zone %(zone)s, ' YYYY-MM-DD HH24:MI') as ref,
       shift.area,
       shift.begins_at as opens_at,
       shift.begins_at + %(within)s as due_at,
       least(shift.ends_at, excused.happened_at) as lapses_at,
       came.happened_at as done_at,
       'shift_event:' || came.uid as evidence,
       case when unit.kind in ('village_committee') then 'village_secretary'
            when unit.kind = 'health_centre' then 'health_centre_head'
            when unit.kind = 'police_station' then 'police_station_head'
            when unit.kind = 'town_office' then 'town_clerk'
            else 'unit_head@' || shift.unit end as post
from inspection_shift shift
left join areas_unit unit on unit.uid = shift.unit
left join lateral (
    select e.happened_at, e.uid
    from inspection_shiftevent e
    where e.shift_id = shift.id and e.kind = 'checked_in' and e.recorded_at <= %(known_at)s
    limit 1
) came on true
left join lateral (
    select e.happened_at
    from inspection_shiftevent e
    where e.shift_id = shift.id and e.kind = 'excused' and e.recorded_at <= %(known_at)s
    order by e.id
    limit 1
) excused on true
where shift.area >= %(lo)s and shift.area < %(hi)s
  and shift.begins_at <= %(until_at)s and shift.ends_at > %(from_at)s and shift.recorded_at <= %(known_at)s
  and (came.happened_at is null or came.happened_at >= %(from_at)s)
