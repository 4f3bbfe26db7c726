-- purpose: leave to the end the rows of a chunk that its keys did not settle, that wait, or that may belong elsewhere
-- reads: intake_open, intake_match (temporary)
-- writes: intake_open, intake_left (temporary)
-- index: none
-- idempotency: once a chunk
--
-- Settled is who is surely one person here: whatever else becomes of a row depends on the rows and lists before it,
-- and must not depend on where a chunk ends.
with left_over as (
    delete from intake_open o
    using (
        select s.ctid as place
        from intake_open s
        left join intake_match m on m.k = s.k and not m.several
        where s.rejecting = ''
          and (m.k is not null and s.waiting = ''
               and case s.place_state
                       when 'known' then starts_with(s.places[1], %(area)s)
                       when 'none' then starts_with(m.area, %(area)s)
                       when 'unread' then starts_with(m.area, %(area)s)
                   end) is not true
    ) unsettled
    where o.ctid = unsettled.place
    returning o.*
)
insert into intake_left select * from left_over
