-- purpose: the stays of a case as known at a moment: of each its latest version, without those removed
-- reads: cases_stayversion, cases_case
-- writes: nothing
-- index: case_uid_once, foreign key index on cases_stayversion.case_id
-- idempotency: reads only
with latest as (
    select distinct on (v.stay)
           v.stay, v.version, v.beside, v.team, v.place, v.since, v.until, v.note, v.removed, v.by, v.recorded_at
    from cases_stayversion v
    join cases_case c on c.id = v.case_id
    where c.uid = %(case)s and v.recorded_at <= %(known_at)s
    order by v.stay, v.version desc
)
select own.stay, own.version, other.stay as beside, own.team, own.place, own.since, own.until, own.note, own.by,
       own.recorded_at
from latest own
left join latest other on other.stay = own.beside and not other.removed
where not own.removed
order by own.since, own.until, own.stay
