-- purpose: slots of serving the written notice of an order; a later phase asks for it from its own first day
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
       served_at as done_at,
       'measure:' || id || ' served' as evidence
from (
    select id, person_uid, area, served_at,
           case when step = 1 then issued_at
                else greatest(issued_at, duties_from::timestamp at time zone %(zone)s) end as opens_at,
           least(ended_at, ends_on::timestamp at time zone %(zone)s) as lapses_at
    from control_measure_as_known(%(lo)s, %(hi)s, %(known_at)s)
    where ends_by >= %(on_date)s and ends_on >= %(on_date)s and (served_at is null or served_at >= %(from_at)s)
      and person_uid in (select unnest(%(among)s::text::uuid[]))  -- among
) measure
where opens_at <= %(until_at)s
