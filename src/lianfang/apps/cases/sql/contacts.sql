-- purpose: contacts of a case as judged last by a moment, each person once however many records were merged into them,
--   with their first order since, and the case that they became
-- reads: cases_contact, cases_case, cases_judgement, cases_outbreak, people_person, control_measure
-- writes: nothing
-- index: contact_once, foreign key indexes on contact_id and control_measure.person_id, case_person_once, person_by_merge
-- idempotency: reads only
-- Of several records of one person the one that holds them nearest and longest stands, since the first of them.
with judged as (
    select distinct on (one.id) one.id as one, k.uid, k.id, k.area, one.uid as person, one.name, c.disease, c.outbreak_id,
           o.code, j.degree, j.rule, j.last_at, j.holds, j.reason, j.recorded_at,
           min(j.first_at) over (partition by one.id, j.holds, j.degree) as first_at
    from cases_contact k
    join cases_case c on c.id = k.case_id
    join cases_outbreak o on o.id = c.outbreak_id
    join people_person p on p.id = k.person_id
    left join people_person kept on kept.id = p.merged_into_id
    cross join lateral (
        select coalesce(kept.id, p.id) as id, coalesce(kept.uid, p.uid) as uid, coalesce(kept.name, p.name) as name
    ) one
    join lateral (
        select x.degree, x.rule, x.first_at, x.last_at, x.holds, x.reason, x.recorded_at
        from cases_judgement x
        where x.contact_id = k.id and x.recorded_at <= %(known_at)s
        order by x.id desc
        limit 1
    ) j on true
    where c.uid = %(case)s
    order by one.id, j.holds desc, j.degree, j.last_at desc, k.id
)
select k.uid, k.person, k.name, k.area, k.degree, k.rule, k.first_at, k.last_at, k.holds, k.reason,
       k.recorded_at as judged_at, held.issued_at as controlled_at,
       coalesce(k.code || '-' || lpad(became.sequence::text, 3, '0'), '') as became
from judged k
left join lateral (
    select min(m.issued_at) as issued_at
    from control_measure m
    where m.person_id in (select r.id from people_person r where r.id = k.one or r.merged_into_id = k.one)
      and m.disease = k.disease and m.recorded_at <= %(known_at)s
      and m.ends_on > (k.last_at at time zone %(zone)s)::date
) held on true
left join lateral (
    select min(c.sequence) as sequence
    from cases_case c
    where c.outbreak_id = k.outbreak_id and c.recorded_at <= %(known_at)s
      and c.person_id in (select r.id from people_person r where r.id = k.one or r.merged_into_id = k.one)
) became on true
order by k.holds desc, k.degree, k.last_at desc, k.id
