-- purpose: shifts of an area in a period, as known at a moment: who is on them, whether they came, were excused, called
-- reads: inspection_shift, inspection_shiftevent, inspection_finding
-- writes: nothing
-- index: shift_by_area, shift_event_by_shift
-- idempotency: reads only
select shift.uid, shift.id, shift.area, shift.unit, shift.unit_name, shift.role, shift.officer as planned,
       coalesce(swapped.officer, shift.officer) as officer, shift.begins_at, shift.ends_at,
       came.happened_at as came_at, excused.happened_at as excused_at, called.kind as called,
       called.happened_at as called_at, finding.uid as finding
from inspection_shift shift
left join lateral (
    select officer from inspection_shiftevent e
    where e.shift_id = shift.id and e.kind = 'swapped' and e.recorded_at <= %(known_at)s
    order by e.id desc limit 1
) swapped on true
left join lateral (
    select happened_at from inspection_shiftevent e
    where e.shift_id = shift.id and e.kind = 'checked_in' and e.recorded_at <= %(known_at)s
    limit 1
) came on true
left join lateral (
    select happened_at from inspection_shiftevent e
    where e.shift_id = shift.id and e.kind = 'excused' and e.recorded_at <= %(known_at)s
    order by e.id limit 1
) excused on true
left join lateral (
    select kind, happened_at from inspection_shiftevent e
    where e.shift_id = shift.id and e.kind in ('answered', 'unanswered') and e.recorded_at <= %(known_at)s
    order by e.id desc limit 1
) called on true
left join inspection_finding finding on finding.shift_id = shift.id
where shift.area >= %(lo)s and shift.area < %(hi)s and shift.recorded_at <= %(known_at)s
  and shift.begins_at < %(until)s and shift.ends_at > %(since)s
  and (%(own)s::uuid is null or shift.unit = %(own)s)
  and (%(uid)s::uuid is null or shift.uid = %(uid)s)
order by shift.unit_name, shift.unit, shift.begins_at, shift.role desc, shift.id
