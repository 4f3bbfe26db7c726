-- purpose: slots of finding out who somebody is that was with a case and is in no register, from the first trace on
-- reads: cases_nearness, cases_case, cases_caseevent, cases_strangerfate
-- writes: nothing
-- index: nearness_of_strangers, case_by_holder, stranger_fate_once, foreign key index on cases_caseevent.case_id
-- idempotency: a query
-- It is done when the person is known, and lapses when somebody says why they can't be found, or the case is excluded.
select c.uid::text as subject_id,
       'stranger:' || met.visitor as ref,
       c.held_in as area,
       met.recorded_at as opens_at,
       met.recorded_at + %(hours)s * interval '1 hour' as due_at,
       coalesce(least(gone.recorded_at, excluded.happened_at), 'infinity'::timestamptz) as lapses_at,
       found.recorded_at as done_at,
       'stranger:' || found.uid as evidence,
       c.post
from (
    select n.case_id, -n.person_id as visitor, min(n.recorded_at) as recorded_at
    from cases_nearness n
    where n.person_id < 0 and n.recorded_at <= %(until_at)s and n.recorded_at <= %(known_at)s
    group by n.case_id, n.person_id
) met
join cases_case c on c.id = met.case_id
left join cases_strangerfate found
  on found.case_id = c.id and found.visitor = met.visitor and found.reason = '' and found.recorded_at <= %(known_at)s
left join cases_strangerfate gone
  on gone.case_id = c.id and gone.visitor = met.visitor and gone.reason <> '' and gone.recorded_at <= %(known_at)s
left join lateral (
    select case when e.classification = 'excluded' then e.happened_at end as happened_at
    from cases_caseevent e
    where e.case_id = c.id and e.kind = 'stated' and e.recorded_at <= %(known_at)s
    order by e.id desc
    limit 1
) excluded on true
where c.held_in >= %(lo)s and c.held_in < %(hi)s
  and not (%(undone)s and found.uid is not null)
