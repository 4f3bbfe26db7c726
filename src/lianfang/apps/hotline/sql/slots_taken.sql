-- purpose: slots of taking up what was given to a post: from each time it was given, until it is taken up or handed on
-- reads: hotline_matter, hotline_matterevent
-- writes: nothing
-- index: matter_by_area, foreign key index on matter_id
-- idempotency: a query
select matter.uid::text as subject_id,
       'taken:' || given.id as ref,
       given.held_in as area,
       given.happened_at as opens_at,
       given.happened_at + (%(clocks)s::jsonb ->> coalesce(nullif(matter.need, ''), matter.kind))::float8
           * interval '1 second' as due_at,
       'infinity'::timestamptz as lapses_at,
       taken.happened_at as done_at,
       'event:' || taken.uid as evidence,
       given.post
from hotline_matter matter
join hotline_matterevent given on given.matter_id = matter.id and given.kind in ('assigned', 'handed_on')
left join lateral (
    select event.happened_at, event.uid
    from hotline_matterevent event
    where event.matter_id = matter.id and event.kind in ('acknowledged', 'handed_on', 'answered', 'joined')
      and event.id > given.id and event.recorded_at <= %(known_at)s
    order by event.id
    limit 1
) taken on true
where given.held_in >= %(lo)s and given.held_in < %(hi)s and given.recorded_at <= %(known_at)s
  and given.happened_at <= %(until_at)s
  and not (%(undone)s and taken.uid is not null)
