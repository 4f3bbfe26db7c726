-- purpose: who is in the closed loop of a site at a moment, with the last test and the last temperature of the day
-- reads: facilities_staffperiod, facilities_site, control_testresult, control_reading
-- writes: nothing
-- index: staff_by_site, test_by_person, reading_once_per_slot
-- idempotency: a query
select period.uid, period.id, period.area, site.uid as site, period.person_uid::text as person, period.work,
       period.tested_every, lower(period.during) as since, test.sampled_on, coalesce(test.result, '') as result,
       reading.celsius, coalesce(reading.fever, false) as fever
from facilities_staffperiod period
join facilities_site site on site.id = period.site_id
left join lateral (
    select t.sampled_on, t.result
    from control_testresult t
    where t.person_id = period.person_id and t.recorded_at <= %(at)s
    order by t.sampled_on desc, t.recorded_at desc
    limit 1
) test on true
left join lateral (
    select r.celsius, r.celsius >= 37.3 or not r.symptoms = '' as fever
    from control_reading r
    where r.person_id = period.person_id and r.on_date = %(on)s and r.recorded_at <= %(at)s
    order by r.recorded_at desc
    limit 1
) reading on true
where period.site_id = %(site_id)s and period.during @> %(at)s
order by period.id
