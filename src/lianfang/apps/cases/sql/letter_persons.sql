-- purpose: persons of a letter, with the rule that made them contacts when it was written, and their first order
-- beyond the exposure
-- reads: cases_letterperson, cases_letter, cases_contact, cases_judgement, people_person, control_measure
-- writes: nothing
-- index: letter_uid_once, letter_person_once, contact_once, people_person primary key, person_by_merge, foreign key indexes on contact_id and
-- control_measure.person_id
-- idempotency: reads only
select p.uid as person, p.name, p.area, lp.degree, lp.last_on, coalesce(judged.rule, '') as rule, held.issued_at as controlled_at
from cases_letter l
join cases_letterperson lp on lp.letter_id = l.id
join people_person p on p.id = lp.person_id
cross join lateral (
    select array(select r.id from people_person r
                 where r.id = coalesce(p.merged_into_id, p.id) or r.merged_into_id = coalesce(p.merged_into_id, p.id)) as ids
) records
left join lateral (
    select j.rule
    from cases_contact k
    join cases_judgement j on j.contact_id = k.id and j.recorded_at <= l.recorded_at
    where k.case_id = l.case_id and k.person_id = any (records.ids)
    order by j.id desc
    limit 1
) judged on true
left join lateral (
    select min(m.issued_at) as issued_at
    from control_measure m
    where m.person_id = any (records.ids) and m.disease = l.disease and m.recorded_at <= %(known_at)s
      and m.ends_on > lp.last_on
) held on true
where l.uid = %(letter)s
order by lp.degree, p.name, lp.id
