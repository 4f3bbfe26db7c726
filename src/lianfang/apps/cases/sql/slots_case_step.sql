-- purpose: slots of what is to be done about a case within hours of its first diagnosis: reported, investigated
-- reads: cases_case, cases_caseevent, policy_disease
-- writes: nothing
-- index: case_by_holder, foreign key index on cases_caseevent.case_id, disease_current_once
-- idempotency: a query
-- A case that was excluded asks for nothing more; what reports it is the unit that diagnosed it, where one is named.
select c.uid::text as subject_id,
       %(step)s || ':' || first.uid as ref,
       c.held_in as area,
       first.happened_at as opens_at,
       first.happened_at + interval '1 hour' * case
           when %(step)s = 'trajectory' then c.trajectory_hours
           when not %(by_disease)s then %(hours)s
           when (first.happened_at at time zone %(zone)s)::date < d.as_class_a_until then %(urgent_hours)s
           else coalesce(d.report_hours, %(hours)s)
       end as due_at,
       coalesce(excluded.happened_at, 'infinity'::timestamptz) as lapses_at,
       done.happened_at as done_at,
       'event:' || done.uid as evidence,
       case when %(by_unit)s and c.unit is not null then 'unit_head@' || c.unit else c.post end as post
from cases_case c
left join policy_disease d on d.code = c.disease and d.superseded_at is null
join lateral (
    select e.uid, e.happened_at
    from cases_caseevent e
    where e.case_id = c.id and e.kind = 'stated' and e.recorded_at <= %(known_at)s
    order by e.id
    limit 1
) first on first.happened_at <= %(until_at)s
left join lateral (
    select e.uid, e.happened_at
    from cases_caseevent e
    where e.case_id = c.id and e.kind = %(step)s and e.recorded_at <= %(known_at)s
    order by e.id
    limit 1
) done on true
left join lateral (
    select case when e.classification = 'excluded' then e.happened_at end as happened_at
    from cases_caseevent e
    where e.case_id = c.id and e.kind = 'stated' and e.recorded_at <= %(known_at)s
    order by e.id desc
    limit 1
) excluded on true
where c.held_in >= %(lo)s and c.held_in < %(hi)s
  and not (%(undone)s and done.uid is not null)
