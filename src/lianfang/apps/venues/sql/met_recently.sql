-- purpose: whom one person met within a window in the recent days, the longest at the same time first; the twin of `meeting.met`
-- reads: venues_presence
-- writes: nothing
-- index: venues_presence primary key (slot, person, begins) of each part; presence_by_place
-- idempotency: reads only
-- The bounds are columns: under row-level security the server compares in the index only what cannot tell of a row by
-- an error, and a sum can.
with stays as materialized (
    select slot, person, place_id, begins, ends, seat,
           begins - %(window)s::bigint - %(longest)s::bigint as first,
           ends + %(window)s::bigint as last,
           begins - %(window)s::bigint as still
    from venues_presence
    where person = any (%(persons)s::bigint[]) and begins < %(until)s::bigint and ends >= %(since)s::bigint
),
days as materialized (
    select s.*, ((s.slot + away + 16) %% 16)::smallint as near
    from stays s
    cross join lateral (
        select (s.first + %(zone)s) / 86400 as first, (s.begins + %(zone)s) / 86400 as own, (s.last + %(zone)s) / 86400 as last
    ) day
    cross join lateral generate_series(day.first - day.own, day.last - day.own) away
),
near as (
    select s.person as asked_person, o.person, o.place_id as place, o.kind,
           greatest(s.begins, o.begins) as later, least(s.ends, o.ends) as earlier,
           greatest(o.begins - s.ends, 0) - greatest(s.begins - o.ends, 0) as apart,
           s.seat, o.seat as other_seat
    from days s
    join venues_presence o
      on o.place_id = s.place_id
     and o.slot = s.near
     and o.begins between s.first and s.last
     and o.ends >= s.still
     and o.person <> s.person
)
select %(case)s::text as "case", asked_person, person, place, kind, least(later, earlier) as begins,
       greatest(later, earlier) as ends, greatest(earlier - later, 0) as overlap, apart, seat, other_seat
from near
order by overlap desc, abs(apart), person, place, begins, ends, kind, seat, other_seat, asked_person
