-- purpose: slots of making a case of whoever is positive, or saying why not, from the result on
-- reads: control_testresult, people_person, areas_unit, cases_case, cases_caseevent, cases_positiveaside
-- writes: nothing
-- index: test_positive, test_by_person, test_by_sample, foreign key indexes on person_id and case_id, aside_once
-- idempotency: a query
-- Of a positive pool no member is positive: only whoever was sampled alone. The first positive result of a disease
-- asks, not each of the next 90 days; one that a correction took back asks no more. What doctors said of a case of the disease
-- since the result settles it, also that it is none.
select p.uid::text as subject_id,
       'positive:' || r.uid as ref,
       coalesce(centre.area, left(r.area, 6)) as area,
       r.recorded_at as opens_at,
       r.recorded_at + %(hours)s * interval '1 hour' as due_at,
       coalesce(least(unsaid.recorded_at, aside.recorded_at), 'infinity'::timestamptz) as lapses_at,
       done.done_at,
       'case:' || done.uid as evidence,
       coalesce('unit_head@' || centre.uid, 'county_office') as post
from control_testresult r
join people_person p on p.id = r.person_id
left join lateral (
    select u.uid, u.area
    from areas_unit u
    where u.kind = 'cdc' and starts_with(r.area, u.area)
    order by length(u.area) desc, u.id
    limit 1
) centre on true
left join lateral (
    select x.recorded_at
    from control_testresult x
    where x.sample = r.sample and x.id > r.id and x.result <> 'positive' and x.recorded_at <= %(known_at)s
    order by x.id
    limit 1
) unsaid on true
left join cases_positiveaside aside on aside.result = r.uid and aside.recorded_at <= %(known_at)s
left join lateral (
    select c.uid, greatest(c.recorded_at, r.recorded_at) as done_at
    from people_person same
    join cases_case c on c.person_id = same.id and c.disease = r.disease and c.recorded_at <= %(known_at)s
    join lateral (
        select e.classification, e.recorded_at
        from cases_caseevent e
        where e.case_id = c.id and e.kind = 'stated' and e.recorded_at <= %(known_at)s
        order by e.id desc
        limit 1
    ) said on said.classification not in ('excluded', 'recovered', 'died') or said.recorded_at >= r.recorded_at
    where same.id = coalesce(p.merged_into_id, p.id) or same.merged_into_id = coalesce(p.merged_into_id, p.id)
    order by c.id
    limit 1
) done on true
where r.result = 'positive' and r.area >= %(lo)s and r.area < %(hi)s
  and coalesce(centre.area, left(r.area, 6)) >= %(lo)s
  and r.recorded_at <= %(until_at)s and r.recorded_at <= %(known_at)s
  and p.uid in (select unnest(%(among)s::text::uuid[]))  -- among
  and not exists (
      select
      from control_testresult before
      where before.person_id = r.person_id and before.disease = r.disease and before.result = 'positive'
        and before.id < r.id and before.sampled_on > r.sampled_on - 90
        and not exists (
            select from control_testresult x
            where x.sample = before.sample and x.id > before.id and x.id < r.id and x.result <> 'positive'
        )
        and not exists (select from cases_positiveaside a where a.result = before.uid and a.recorded_at < r.recorded_at)
  )
  and not (%(undone)s and done.uid is not null)
