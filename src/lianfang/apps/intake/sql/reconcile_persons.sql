-- purpose: persons of an area whose lists do not agree with each other, by kind of finding, as known at a moment
-- reads: intake_row, intake_batch, intake_check, people_person
-- writes: nothing
-- index: row_by_area, intake_check by person, people_person primary key
-- idempotency: a query
--
-- 1. told: rows that speak of a person of the area, with the direction of their list.
-- 2. summed: for each person the lists of either direction, the villages named, and whether a check settled it.
-- 3. found: one line for each finding that applies to the person.
with told as materialized (
    select r.person_id, r.batch_id, left(r.area, 12) as village, b.channel,
           b.channel = any(%(pushes)s) as pushed, b.received_at
    from intake_row r
    join intake_batch b
      on b.id = r.batch_id and b.state = 'done' and b.recorded_at <= %(known_at)s and b.channel <> %(returns)s
    where r.area >= %(lo)s and r.area < %(hi)s and r.person_id is not null
      and r.outcome in ('matched', 'created', 'unchanged')
),
summed as (
    select person_id,
           min(village) as area,
           count(distinct batch_id) filter (where pushed) as pushes,
           count(distinct batch_id) filter (where not pushed) as registrations,
           count(distinct village) filter (where length(village) = 12) as villages,
           count(distinct village) filter (where length(village) = 12 and not pushed) as claims,
           array_agg(distinct village) as places,
           array_agg(distinct channel) as channels,
           min(received_at) filter (where pushed) as pushed_at
    from told
    group by person_id
),
found as (
    select s.*, f.finding
    from summed s
    cross join lateral (
        values ('pushed_not_found', s.pushes > 0 and s.registrations = 0 and not exists (
                    select from intake_check c
                    where c.person_id = s.person_id and c.outcome = any(%(settling)s)
                      and c.happened_at >= s.pushed_at and c.recorded_at <= %(known_at)s)),
               ('found_not_pushed', s.registrations > 0 and s.pushes = 0),
               ('found_twice', s.registrations > 1),
               ('contradicting_addresses', s.villages > 1),
               ('claimed_by_two_villages', s.claims > 1)
    ) f (finding, applies)
    where f.applies and f.finding = %(finding)s
)
select p.uid::text as subject, p.name, f.area, f.places, f.channels, count(*) over () as total
from found f
join people_person p on p.id = f.person_id
order by f.area, p.name_key, p.id
limit %(most)s
