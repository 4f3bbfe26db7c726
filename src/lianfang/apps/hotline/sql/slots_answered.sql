-- purpose: slots of answering what was brought, or of bringing help: from the receipt, and anew once it did not satisfy
-- reads: hotline_matter, hotline_matterevent
-- writes: nothing
-- index: matter_by_area, foreign key index on matter_id
-- idempotency: a query
-- An appeal is registered with control, whose own slot it then is.
select matter.uid::text as subject_id,
       'answer:' || opening.number as ref,
       holding.held_in as area,
       opening.at as opens_at,
       opening.at + (%(clocks)s::jsonb ->> coalesce(nullif(matter.need, ''), matter.kind))::float8
           * interval '1 second' as due_at,
       'infinity'::timestamptz as lapses_at,
       answer.happened_at as done_at,
       'event:' || answer.uid as evidence,
       holding.post
from hotline_matter matter
cross join lateral (
    select 0::bigint as number, matter.received_at as at
    union all
    select event.id, event.happened_at
    from hotline_matterevent event
    where event.matter_id = matter.id and event.kind = 'rated' and event.satisfaction = 'unsatisfied'
      and event.recorded_at <= %(known_at)s
) opening
join lateral (
    select event.held_in, event.post
    from hotline_matterevent event
    where event.matter_id = matter.id and event.kind in ('assigned', 'handed_on')
      and event.recorded_at <= %(known_at)s
    order by event.id desc
    limit 1
) holding on true
left join lateral (
    select event.happened_at, event.uid
    from hotline_matterevent event
    where event.matter_id = matter.id and event.kind in ('answered', 'joined') and event.id > opening.number
      and event.recorded_at <= %(known_at)s
    order by event.id
    limit 1
) answer on true
where holding.held_in >= %(lo)s and holding.held_in < %(hi)s and matter.recorded_at <= %(known_at)s
  and matter.kind = any (%(kinds)s) and opening.at <= %(until_at)s
  and not (%(undone)s and answer.uid is not null)
