-- purpose: the persons behind one of the five counts of an area, as known at a moment
-- reads: intake_groupfact, people_person
-- writes: nothing
-- index: group_fact_by_area, people_person primary key
-- idempotency: a query
with latest as (
    select distinct on (person_id) person_id, area, enters, happened_at
    from intake_groupfact
    where area >= %(lo)s and area < %(hi)s and "group" = %(group)s
      and recorded_at <= %(known_at)s and happened_at <= %(known_at)s
    order by person_id, happened_at desc, id desc
)
select p.uid::text as person, p.name, l.area, l.happened_at as since
from latest l
join people_person p on p.id = l.person_id
where l.enters
order by l.area, p.name_key, p.id
limit %(most)s
