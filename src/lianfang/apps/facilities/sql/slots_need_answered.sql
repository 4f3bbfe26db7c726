-- purpose: slots of answering what somebody needs who is held apart: once, or again so long after each answer
-- reads: facilities_need, facilities_needevent, facilities_lodgingevent
-- writes: nothing
-- index: need_by_area, need_event_by_need, lodging_event_by_lodging
-- idempotency: a query
select need.uid::text as subject_id,
       'answer ' || turn.turn as ref,
       need.area,
       turn.opens_at,
       turn.due_at,
       coalesce(gone.over_at, 'infinity') as lapses_at,
       turn.done_at,
       'need_event:' || turn.uid as evidence,
       need.post
from facilities_need need
cross join lateral (
    select min(over_at) as over_at
    from (
        select e.happened_at as over_at
        from facilities_needevent e
        where e.need_id = need.id and e.kind = 'ended' and e.recorded_at <= %(known_at)s
        union all
        select e.happened_at
        from facilities_lodgingevent e
        where e.lodging_id = need.lodging_id and e.kind in ('left', 'cancelled') and e.recorded_at <= %(known_at)s
    ) ends
) gone
cross join lateral (
    select row_number() over later as turn, seen.opens_at, seen.due_at,
           lead(seen.opens_at) over later as done_at, lead(seen.uid) over later as uid
    from (
        select need.happened_at as opens_at, need.due_at, null::uuid as uid
        union all
        select e.happened_at, e.happened_at + need.every, e.uid
        from facilities_needevent e
        where e.need_id = need.id and e.kind = 'answered' and e.recorded_at <= %(known_at)s
    ) seen
    window later as (order by seen.opens_at)
) turn
where need.area >= %(lo)s and need.area < %(hi)s
  and need.happened_at <= %(until_at)s and need.recorded_at <= %(known_at)s
  and turn.due_at is not null  -- after the answer to what is needed once nothing is due
  and turn.opens_at <= %(until_at)s and (turn.done_at is null or turn.done_at >= %(from_at)s)
  and (gone.over_at is null or gone.over_at >= %(from_at)s)
