-- purpose: the grade of each place on a day: of the nearest announced area it is or lies in
-- reads: policy_riskarea
-- writes: nothing
-- index: risk_area_one_level_at_a_time
-- idempotency: reads only
--
-- A place is an area code, or the name of a country or of a place without a code, which must be equal.
-- `inside` counts graded areas within the place: whoever names only a county may come from one of them.
with graded as materialized (
    select * from policy_riskarea
    where disease = %(disease)s and announced_on <= %(on)s and announced_recorded_at <= %(known_at)s
      and (lifted_on is null or %(on)s < lifted_on or %(known_at)s < lifted_recorded_at)
)
select asked.place, nearest.place as graded_place, nearest.name, nearest.level, nearest.announced_on,
       nearest.source, coalesce(inside.levels, '{}') as inside
from unnest(%(places)s::text[]) as asked (place)
left join lateral (
    select g.* from graded g
    where asked.place = g.place or (g.place ~ '^[0-9]+$' and starts_with(asked.place, g.place))
    order by length(g.place) desc
    limit 1
) nearest on true
left join lateral (
    select array_agg(distinct g.level order by g.level) as levels from graded g
    where asked.place ~ '^[0-9]+$' and g.place <> asked.place and starts_with(g.place, asked.place)
) inside on true
