-- purpose: beside each report of an area how much the ledger held of some figures: shortly before it was handed in,
--   then, some hours later, and now; of what had happened by then
-- reads: forms_report, control_reading, control_testresult, control_measure, intake_check
-- writes: nothing
-- index: report_by_form_day, reading_by_area, test_by_area, measure_by_area, check_by_area
-- idempotency: reads only
-- The figures are those of reporting (readings_taken, alerts, tests_sampled, persons_newly_ordered, checks_made): what
-- they count, each with the moment in which it became known. 37.3 is control's FEVER_CELSIUS.
select r.id, counted.figure,
       count(*) filter (where counted.known_at <= r.recorded_at - %(early)s) as early,
       count(*) filter (where counted.known_at <= r.recorded_at) as told,
       count(*) filter (where counted.known_at <= r.recorded_at + %(soon)s) as soon,
       count(*) as now
from forms_report r
cross join lateral (
    select 'readings.taken' as figure, c.recorded_at as known_at
    from control_reading c
    where c.area >= r.area and c.area < r.area || ':' and c.on_date = r.period_on and not c.repeats
      and c.happened_at <= r.recorded_at and c.recorded_at <= %(at)s
    union all
    select 'readings.fever', min(c.recorded_at)
    from control_reading c
    where c.area >= r.area and c.area < r.area || ':' and c.on_date = r.period_on and c.celsius >= 37.3
      and c.happened_at <= r.recorded_at and c.recorded_at <= %(at)s
      and not exists (
          select from control_reading later
          where later.repeats and later.person_id = c.person_id and later.on_date = c.on_date and later.slot = c.slot
            and later.id > c.id and later.recorded_at <= %(at)s
      )
    group by c.person_id
    union all
    select 'tests.all', t.recorded_at
    from control_testresult t
    where t.area >= r.area and t.area < r.area || ':' and t.sampled_on = r.period_on
      and t.happened_at <= r.recorded_at and t.recorded_at <= %(at)s
      and not exists (select from control_testresult earlier where earlier.sample = t.sample and earlier.id < t.id)
    union all
    select 'measures.new', min(m.recorded_at)
    from control_measure m
    where m.area >= r.area and m.area < r.area || ':' and m.step = 1
      and m.issued_at <= r.recorded_at and m.issued_at > r.recorded_at - interval '24 hours' and m.recorded_at <= %(at)s
    group by m.person_uid
    union all
    select 'checks.all', k.recorded_at
    from intake_check k
    where k.area >= r.area and k.area < r.area || ':'
      and k.happened_at <= r.recorded_at and k.happened_at > r.recorded_at - interval '24 hours'
      and k.recorded_at <= %(at)s
) counted
where r.form = %(form)s and r.slot = %(slot)s and r.period_on between %(from_day)s and %(on)s and r.reporter = r.area
  and r.area >= %(lo)s and r.area < %(hi)s
  and r.recorded_at <= %(at)s and (r.superseded_at is null or r.superseded_at > %(at)s)
group by r.id, counted.figure
