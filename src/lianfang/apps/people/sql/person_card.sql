-- purpose: what is known of the person that a record stands for
-- reads: people_person, people_household
-- writes: nothing
-- index: people_person primary key, people_person.household_id
-- idempotency: reads only
-- A case, not coalesce: the planner takes coalesce for leaky, and would compare every row of the locked table.
select k.uid as person, k.id, k.name, k.sex, extract(year from k.birth_date)::int as birth_year, k.birth_date,
       k.area, k.address, k.occupation, k.state, h.uid as household, k.source, k.recorded_at,
       (select count(*)::int
        from people_person m
        where m.household_id = k.household_id and m.merged_into_id is null) as household_size
from people_person p
join people_person k on k.id = case when p.merged_into_id is null then p.id else p.merged_into_id end
left join people_household h on h.id = k.household_id
where p.id = %(id)s
