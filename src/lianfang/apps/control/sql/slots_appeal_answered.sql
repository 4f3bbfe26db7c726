-- purpose: slots of answering an appeal; the measure runs on meanwhile
-- reads: control_measureevent, control_measure
-- writes: nothing
-- index: measure_event_appeals (area, happened_at where kind = appealed), foreign key index on measure_id
-- idempotency: a query
select measure.person_uid::text as subject_id,
       'appeal:' || appeal.id as ref,
       appeal.area,
       appeal.happened_at as opens_at,
       appeal.happened_at + %(within)s as due_at,
       'infinity'::timestamptz as lapses_at,
       answer.happened_at as done_at,
       'event:' || answer.uid as evidence
from control_measureevent appeal
join control_measure measure on measure.id = appeal.measure_id
left join lateral (
    select event.happened_at, event.uid
    from control_measureevent event
    where event.measure_id = appeal.measure_id and event.kind = 'appeal_answered'
      and event.id > appeal.id and event.recorded_at <= %(known_at)s
    order by event.id
    limit 1
) answer on true
where appeal.area >= %(lo)s and appeal.area < %(hi)s and appeal.kind = 'appealed'
  and appeal.happened_at <= %(until_at)s and appeal.recorded_at <= %(known_at)s
  and measure.person_uid in (select unnest(%(among)s::text::uuid[]))  -- among
