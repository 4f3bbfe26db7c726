-- purpose: write the outcomes of checks that a list of checks reports
-- reads: intake_fate, intake_open (temporary)
-- writes: intake_check
-- index: none
-- idempotency: rows sent before are unchanged and write nothing
insert into intake_check (person_id, area, outcome, note, by, happened_at, recorded_at)
select f.person_id, f.area, s.outcome, coalesce(s.note, ''), %(by)s,
       least(coalesce(s.checked::timestamp at time zone %(zone)s + interval '1 day' - interval '1 second', %(received_at)s),
             %(received_at)s),
       %(at)s
from intake_fate f
join intake_open s on s.k = f.k
where f.outcome = 'matched'
order by f.k
