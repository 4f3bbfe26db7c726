-- purpose: persons of a letter, with their first order for its disease that lasts beyond the exposure
-- reads: cases_letterperson, cases_letter, people_person, control_measure
-- writes: nothing
-- index: letter_uid_once, letter_person_once, people_person primary key, foreign key index on control_measure.person_id
-- idempotency: reads only
select p.uid as person, p.name, p.area, lp.degree, lp.last_on, held.issued_at as controlled_at
from cases_letter l
join cases_letterperson lp on lp.letter_id = l.id
join people_person p on p.id = lp.person_id
left join lateral (
    select min(m.issued_at) as issued_at
    from control_measure m
    where m.person_id = lp.person_id and m.disease = l.disease and m.recorded_at <= %(known_at)s
      and m.ends_on > lp.last_on
) held on true
where l.uid = %(letter)s
order by lp.degree, p.name, lp.id
