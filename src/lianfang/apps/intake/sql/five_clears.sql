-- purpose: the five groups (五清) of every village in an area: who is in which group, as known at a moment
-- reads: intake_groupfact
-- writes: nothing
-- index: group_fact_by_area
-- idempotency: a query
with latest as (
    select distinct on (person_id, "group") person_id, "group", area, enters
    from intake_groupfact
    where area >= %(lo)s and area < %(hi)s and recorded_at <= %(known_at)s and happened_at <= %(known_at)s
    order by person_id, "group", happened_at desc, id desc
)
select left(area, 12) as area, "group", count(*) as persons
from latest
where enters
group by 1, 2
order by 1, 2
