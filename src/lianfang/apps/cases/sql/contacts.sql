-- purpose: contacts of a case as judged last by a moment, with their first order since, and the case that they became
-- reads: cases_contact, cases_case, cases_judgement, cases_outbreak, people_person, control_measure
-- writes: nothing
-- index: contact_once, foreign key indexes on contact_id and control_measure.person_id, case_person_once
-- idempotency: reads only
select k.uid, p.uid as person, p.name, k.area, j.degree, j.rule, j.first_at, j.last_at, j.holds, j.reason,
       j.recorded_at as judged_at, held.issued_at as controlled_at,
       coalesce(o.code || '-' || lpad(became.sequence::text, 3, '0'), '') as became
from cases_contact k
join cases_case c on c.id = k.case_id
join cases_outbreak o on o.id = c.outbreak_id
join people_person p on p.id = k.person_id
join lateral (
    select x.degree, x.rule, x.first_at, x.last_at, x.holds, x.reason, x.recorded_at
    from cases_judgement x
    where x.contact_id = k.id and x.recorded_at <= %(known_at)s
    order by x.id desc
    limit 1
) j on true
left join lateral (
    select min(m.issued_at) as issued_at
    from control_measure m
    where m.person_id = k.person_id and m.disease = c.disease and m.recorded_at <= %(known_at)s
      and m.ends_on > (j.last_at at time zone %(zone)s)::date
) held on true
left join cases_case became
  on became.outbreak_id = c.outbreak_id and became.person_id = k.person_id and became.recorded_at <= %(known_at)s
where c.uid = %(case)s
order by j.holds desc, j.degree, j.last_at desc, k.id
