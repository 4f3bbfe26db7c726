-- purpose: persons who live in the household of a person now, without that person
-- reads: people_person
-- writes: nothing
-- index: people_person primary key, foreign key index on household_id
-- idempotency: reads only
select other.id
from people_person p
join people_person other on other.household_id = p.household_id and other.id <> p.id
where p.id = %(person)s and other.merged_into_id is null and other.state <> 'deceased'
order by other.id
