-- purpose: whom a round asks for: residents of its area without those away, exempt, or held in a place elsewhere, and
--   without visitors whose home nobody found; how many of each grid and household; the account of all residents
-- reads: people_person, testing_exemption, control_measure
-- writes: testing_target, testing_roundgrid
-- index: person_by_area; the rest is hashed
-- idempotency: the primary keys refuse a second time
with exempt as materialized (
    select distinct person_id from testing_exemption where until_on > %(on)s
),
held as materialized (
    select distinct person_id
    from control_measure
    where area >= %(lo)s and area < %(hi)s and last and ended_at is null and ends_by > %(on)s
      and starts_on <= %(on)s and place = any(%(places)s)
),
resident as materialized (
    select p.id, p.area, p.household_id,
           case when p.state = 'away' then 'away'
                when exempt.person_id is not null then 'exempt'
                when held.person_id is not null then 'held'
                else 'asked' end as fate
    from people_person p
    left join exempt on exempt.person_id = p.id
    left join held on held.person_id = p.id
    where p.area >= %(lo)s and p.area < %(hi)s and p.merged_into_id is null and p.state in ('present', 'away')
      and p.source <> %(visitors)s
),
asked as (
    insert into testing_target (round_id, area, person_id, household_id)
    select %(round)s, area, id, household_id from resident where fate = 'asked'
),
grids as (
    insert into testing_roundgrid (round_id, area, targets, households)
    select %(round)s, area, sum(persons), count(household_id)
    from (
        select left(area, 15) as area, household_id, count(*) as persons
        from resident
        where fate = 'asked'
        group by 1, 2
    ) household
    group by area
)
select count(*) as residents,
       count(*) filter (where fate = 'asked') as targets,
       count(*) filter (where fate = 'away') as away,
       count(*) filter (where fate = 'exempt') as exempt,
       count(*) filter (where fate = 'held') as held
from resident
