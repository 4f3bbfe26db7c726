-- purpose: households of an area that no door-to-door list and no check has touched, as known at a moment
-- reads: people_household, people_person, intake_row, intake_batch, intake_check
-- writes: nothing
-- index: household_by_address, person_by_area, row_by_area, intake_check by person
-- idempotency: a query
with touched as (
    select p.household_id
    from intake_row r
    join intake_batch b
      on b.id = r.batch_id and b.state = 'done' and b.recorded_at <= %(known_at)s and b.channel = %(doors)s
    join people_person p on p.id = r.person_id
    where p.area >= %(lo)s and p.area < %(hi)s and p.household_id is not null
    union
    select p.household_id
    from intake_check c
    join people_person p on p.id = c.person_id
    where c.area >= %(lo)s and c.area < %(hi)s and c.recorded_at <= %(known_at)s and p.household_id is not null
)
select h.uid::text as subject, h.address as name, h.area, array[h.area] as places, array[]::text[] as channels,
       count(*) over () as total
from people_household h
where h.area >= %(lo)s and h.area < %(hi)s and not exists (select from touched t where t.household_id = h.id)
order by h.area, h.address, h.id
limit %(most)s
