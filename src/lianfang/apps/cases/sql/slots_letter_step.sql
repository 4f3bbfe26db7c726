-- purpose: slots of what is to be done about a letter within hours of its sending: acknowledged, answered
-- reads: cases_letter, cases_letterevent
-- writes: nothing
-- index: letter_by_holder, letter_event_once
-- idempotency: a query
-- An answer acknowledges as well. A letter of which the register heard late is due from when it was heard of.
select l.uid::text as subject_id,
       %(step)s || ':' || l.uid as ref,
       l.held_in as area,
       l.recorded_at as opens_at,
       l.recorded_at + %(hours)s * interval '1 hour' as due_at,
       'infinity'::timestamptz as lapses_at,
       done.happened_at as done_at,
       'letter:' || done.uid as evidence,
       l.post
from cases_letter l
left join lateral (
    select e.uid, greatest(e.happened_at, l.recorded_at) as happened_at
    from cases_letterevent e
    where e.letter_id = l.id and e.kind in (%(step)s, 'answered') and e.recorded_at <= %(known_at)s
    order by e.happened_at, e.id
    limit 1
) done on true
where l.held_in >= %(lo)s and l.held_in < %(hi)s
  and l.recorded_at <= %(until_at)s and l.recorded_at <= %(known_at)s
  and not (%(undone)s and done.uid is not null)
