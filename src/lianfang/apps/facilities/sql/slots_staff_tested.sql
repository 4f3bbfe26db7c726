-- purpose: slots of testing who works in the closed loop of a site: once in each window of days from entering on
-- reads: facilities_staffperiod, facilities_site, areas_unit, control_testresult
-- writes: nothing
-- index: staff_by_site, primary keys, test_by_person
-- idempotency: a query
with asked as (
    select period.person_id, period.person_uid, period.area, period.tested_every, period.during,
           'unit_head@' || unit.uid as post, day::date as test_on,
           day::date = (lower(period.during) at time zone %(zone)s)::date as first
    from facilities_staffperiod period
    join facilities_site site on site.id = period.site_id
    join areas_unit unit on unit.id = site.unit_id
    cross join lateral generate_series(
        (lower(period.during) at time zone %(zone)s)::date::timestamp,
        least(%(until_at)s, upper(period.during)) at time zone %(zone)s,
        make_interval(days => period.tested_every)) day
    where period.area >= %(lo)s and period.area < %(hi)s and period.recorded_at <= %(known_at)s
      and day >= %(from_at)s::timestamptz at time zone %(zone)s - make_interval(days => period.tested_every + 1)
)
select asked.person_uid::text as subject_id,
       'staff test ' || asked.test_on as ref,
       asked.area,
       asked.test_on::timestamp at time zone %(zone)s as opens_at,
       case when asked.first then lower(asked.during) + interval '1 day'
            else (asked.test_on + 1)::timestamp at time zone %(zone)s end as due_at,
       least((asked.test_on + asked.tested_every)::timestamp at time zone %(zone)s + interval '1 day',
             upper(asked.during)) as lapses_at,
       taken.happened_at as done_at,
       'test:' || taken.uid as evidence,
       asked.post
from asked
left join lateral (
    select t.happened_at, t.uid
    from control_testresult t
    where t.person_id = asked.person_id and t.recorded_at <= %(known_at)s
      and t.sampled_on >= asked.test_on and t.sampled_on < asked.test_on + asked.tested_every
    order by t.happened_at
    limit 1
) taken on true
where taken.happened_at is null or taken.happened_at >= %(from_at)s
