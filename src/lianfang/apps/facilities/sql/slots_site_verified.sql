-- purpose: slots of verifying a site on the spot: each verification holds for some days, the next is due before
--   it runs out; a site is first due some days after it was opened
-- reads: facilities_site, facilities_verification
-- writes: nothing
-- index: site_by_area, verification_by_site
-- idempotency: a query
select site.uid::text as subject_id,
       'verified ' || to_char(turn.from_at at time zone %(zone)s, 'YYYY-MM-DD HH24:MI') as ref,
       site.area,
       turn.opens_at,
       turn.due_at,
       'infinity'::timestamptz as lapses_at,
       turn.done_at,
       'verification:' || turn.uid as evidence
from facilities_site site
cross join lateral (
    select seen.happened_at as from_at,
           greatest(seen.happened_at + %(valid_for)s - %(notice)s, site.recorded_at) as opens_at,
           seen.happened_at + %(valid_for)s as due_at,
           lead(seen.happened_at) over later as done_at,
           lead(seen.uid) over later as uid
    from (
        select site.recorded_at - %(valid_for)s + %(first_within)s as happened_at, null::uuid as uid
        union all
        select v.happened_at, v.uid
        from facilities_verification v
        where v.site_id = site.id and v.recorded_at <= %(known_at)s
    ) seen
    window later as (order by seen.happened_at)
) turn
where site.area >= %(lo)s and site.area < %(hi)s and site.recorded_at <= %(known_at)s
  and turn.opens_at <= %(until_at)s
  and (turn.done_at is null or turn.done_at >= greatest(%(from_at)s, turn.opens_at))
