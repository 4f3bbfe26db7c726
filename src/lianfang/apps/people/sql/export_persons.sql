-- purpose: persons of an area as they stand, in the order of their numbers, after a number
-- reads: people_person, people_household
-- writes: nothing
-- index: people_person primary key; people_household primary key
-- idempotency: reads only
select p.id, p.uid, p.name, p.sex, p.birth_date, p.area, p.address, h.uid as household, p.occupation, p.state
from people_person p
left join people_household h on h.id = p.household_id
where p.id > %(after)s and p.area >= %(lo)s and p.area < %(hi)s and p.merged_into_id is null
order by p.id
limit %(limit)s
