-- purpose: one exposure of one person, told by the caller and not by a list
-- reads: people_person
-- writes: control_candidate (temporary)
-- index: people_person primary key
-- idempotency: the caller empties control_candidate first
insert into control_candidate
    (case_id, person_id, person_uid, area, disease, kind, level, last_exposure, arrived, occupation, vaccinated, age,
     deceased)
select 0, p.id, p.uid, p.area, %(disease)s, %(exposure)s, %(level)s, %(last_exposure)s::date, %(arrived)s::date,
       coalesce(nullif(%(occupation)s, ''), p.occupation), %(vaccinated)s::boolean,
       coalesce(%(age)s::integer, extract(year from age(%(on)s::date, p.birth_date))::integer),
       p.state = 'deceased'
from people_person p
where p.id = %(person_id)s
