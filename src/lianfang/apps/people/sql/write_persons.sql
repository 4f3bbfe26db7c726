-- purpose: write the arriving persons that are not there yet
-- reads: person_arriving (temporary), people_household
-- writes: people_person
-- index: household_uid_once; person_uid_once refuses a second person of a uid; written village by village
-- idempotency: only fresh persons are written
insert into people_person
    (id, uid, name, name_key, sex, birth_date, area, address, household_id, occupation, state, source, recorded_at)
select a.person_id, a.uid, a.name, a.name_key, a.sex, a.birth_date, a.area, a.address, h.id, a.occupation, a.state,
       %(source)s, %(at)s
from person_arriving a
left join people_household h on h.uid = a.household_uid
where a.fresh
order by a.area, a.name_key
