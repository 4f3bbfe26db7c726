-- purpose: slots of bringing a contact under control: from its first judgement that holds to its first order
-- reads: cases_contact, cases_case, cases_judgement, control_measure, people_person
-- writes: nothing
-- index: contact_by_holder, contact_once, person_by_merge, foreign key indexes on contact_id and control_measure.person_id
-- idempotency: a query
-- A contact that is dropped later asks for nothing more from then on. Of records merged into one person the first that
-- holds asks, and an order to any of them answers.
select p.uid::text as subject_id,
       'contact:' || k.uid as ref,
       k.held_in as area,
       first.recorded_at as opens_at,
       first.recorded_at + (%(hours)s::jsonb ->> first.degree::text)::float8 * interval '1 hour' as due_at,
       coalesce(dropped.recorded_at, 'infinity'::timestamptz) as lapses_at,
       held.done_at,
       'measure:' || held.id as evidence,
       c.post
from cases_contact k
join cases_case c on c.id = k.case_id
join people_person p on p.id = k.person_id
join lateral (
    select x.recorded_at, x.degree, x.last_at
    from cases_judgement x
    where x.contact_id = k.id and x.holds and x.recorded_at <= %(known_at)s
    order by x.id
    limit 1
) first on first.recorded_at <= %(until_at)s
left join lateral (
    select case when not x.holds then x.recorded_at end as recorded_at
    from cases_judgement x
    where x.contact_id = k.id and x.recorded_at <= %(known_at)s
    order by x.id desc
    limit 1
) dropped on true
left join lateral (
    select m.id, greatest(m.issued_at, first.recorded_at) as done_at
    from control_measure m
    where m.person_id in (select r.id from people_person r
                          where r.id = coalesce(p.merged_into_id, p.id) or r.merged_into_id = coalesce(p.merged_into_id, p.id))
      and m.disease = c.disease and m.recorded_at <= %(known_at)s
      and m.ends_on > (first.last_at at time zone %(zone)s)::date
    order by m.issued_at, m.id
    limit 1
) held on true
where k.held_in >= %(lo)s and k.held_in < %(hi)s
  and not exists (
      select
      from people_person r
      join cases_contact before on before.person_id = r.id and before.case_id = k.case_id and before.id < k.id
      join lateral (
          select x.holds
          from cases_judgement x
          where x.contact_id = before.id and x.recorded_at <= %(known_at)s
          order by x.id desc
          limit 1
      ) same on same.holds
      where r.id = coalesce(p.merged_into_id, p.id) or r.merged_into_id = coalesce(p.merged_into_id, p.id)
  )
  and not (%(undone)s and held.id is not null)
