-- purpose: slots of the first visit to a person whose order is spent at home, with the door sign
-- reads: control_measure
-- writes: nothing
-- index: measure_by_area (area range, ends_by)
-- idempotency: a query
select person_uid::text as subject_id,
       'measure:' || id as ref,
       area,
       opens_at,
       opens_at + %(within)s as due_at,
       lapses_at,
       visited_at as done_at,
       'measure:' || id || ' visited' as evidence
from (
    select id, person_uid, area, visited_at,
           case when step = 1 then issued_at
                else greatest(issued_at, duties_from::timestamp at time zone %(zone)s) end as opens_at,
           least(ended_at, ends_on::timestamp at time zone %(zone)s) as lapses_at
    from control_measure_as_known(%(lo)s, %(hi)s, %(known_at)s)
    where ends_by >= %(on_date)s and ends_on >= %(on_date)s and place = any(%(places_at_home)s)
      and (visited_at is null or visited_at >= %(from_at)s)
      and person_uid in (select unnest(%(among)s::text::uuid[]))  -- among
) measure
where opens_at <= %(until_at)s
