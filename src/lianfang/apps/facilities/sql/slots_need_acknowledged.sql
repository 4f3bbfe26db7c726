-- purpose: slots of taking up what somebody needs who is held apart; who left, or needs it no longer, lapses
-- reads: facilities_need, facilities_needevent, facilities_lodgingevent
-- writes: nothing
-- index: need_by_area, need_event_by_need, lodging_event_by_lodging
-- idempotency: a query
select need.uid::text as subject_id,
       'acknowledge' as ref,
       need.area,
       need.happened_at as opens_at,
       need.acknowledge_by as due_at,
       coalesce(least(done.ended_at, gone.left_at), 'infinity') as lapses_at,
       done.taken_up_at as done_at,
       'need:' || need.uid || ' acknowledged' as evidence,
       need.post
from facilities_need need
cross join lateral (
    select min(e.happened_at) filter (where e.kind in ('acknowledged', 'answered')) as taken_up_at,
           min(e.happened_at) filter (where e.kind = 'ended') as ended_at
    from facilities_needevent e
    where e.need_id = need.id and e.recorded_at <= %(known_at)s
) done
left join lateral (
    select min(e.happened_at) as left_at
    from facilities_lodgingevent e
    where e.lodging_id = need.lodging_id and e.kind in ('left', 'cancelled') and e.recorded_at <= %(known_at)s
) gone on true
where need.area >= %(lo)s and need.area < %(hi)s
  and need.happened_at <= %(until_at)s and need.recorded_at <= %(known_at)s
  and (done.taken_up_at is null or done.taken_up_at >= %(from_at)s)
