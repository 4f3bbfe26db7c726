-- purpose: whom one person met within a window in the recent days, the longest at the same time first; the twin of `meeting.met`
-- reads: venues_presence
-- writes: nothing
-- index: venues_presence primary key (slot, person, begins) of each part; presence_by_place
-- idempotency: reads only
with stays as materialized (
    select slot, person, place_id, begins, ends, seat
    from venues_presence
    where person = any (%(persons)s::bigint[]) and begins < %(until)s::bigint and ends >= %(since)s::bigint
),
near as (
    select s.person as asked_person, o.person, o.place_id as place, o.kind,
           greatest(s.begins, o.begins) as later, least(s.ends, o.ends) as earlier,
           greatest(o.begins - s.ends, 0) - greatest(s.begins - o.ends, 0) as apart,
           s.seat, o.seat as other_seat
    from stays s
    join venues_presence o
      on o.place_id = s.place_id
     and o.slot = any (array[(s.slot + 14) %% 16, (s.slot + 15) %% 16, s.slot, (s.slot + 1) %% 16, (s.slot + 2) %% 16])
     and o.begins between s.begins - %(window)s::bigint - %(longest)s::bigint and s.ends + %(window)s::bigint
     and o.ends >= s.begins - %(window)s::bigint
     and o.person <> s.person
)
select %(case)s::text as "case", asked_person, person, place, kind, least(later, earlier) as begins,
       greatest(later, earlier) as ends, greatest(earlier - later, 0) as overlap, apart, seat, other_seat
from near
order by overlap desc, abs(apart), person, place, begins, ends, kind, seat, other_seat, asked_person
