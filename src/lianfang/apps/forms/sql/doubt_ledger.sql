-- purpose: beside each report of an area what the ledger held of some figures: shortly before it was handed in, then,
--   some hours later, and now; of what had happened by then
-- reads: forms_report, control_reading, control_testresult, control_measure, intake_check
-- writes: nothing
-- index: report_by_form_day, reading_by_area, test_by_area, measure_by_area, check_by_area
-- idempotency: reads only
-- The figures are those of reporting (readings_taken, alerts, tests_sampled, persons_newly_ordered, checks_made).
-- 37.3 is control's FEVER_CELSIUS.
select r.id, held.figure, held.early, held.told, held.soon, held.now
from forms_report r
cross join lateral (
    select 'readings.taken' as figure,
           count(*) filter (where c.recorded_at <= r.recorded_at - %(early)s) as early,
           count(*) filter (where c.recorded_at <= r.recorded_at) as told,
           count(*) filter (where c.recorded_at <= r.recorded_at + %(soon)s) as soon,
           count(*) as now
    from control_reading c
    where c.area >= r.area and c.area < r.area || ':' and c.on_date = r.period_on and not c.repeats
      and c.happened_at <= r.recorded_at and c.recorded_at <= %(at)s
    union all
    select 'readings.fever',
           count(distinct c.person_id) filter (where c.recorded_at <= r.recorded_at - %(early)s),
           count(distinct c.person_id) filter (where c.recorded_at <= r.recorded_at),
           count(distinct c.person_id) filter (where c.recorded_at <= r.recorded_at + %(soon)s),
           count(distinct c.person_id)
    from control_reading c
    where c.area >= r.area and c.area < r.area || ':' and c.on_date = r.period_on and c.celsius >= 37.3
      and c.happened_at <= r.recorded_at and c.recorded_at <= %(at)s
      and not exists (
          select from control_reading later
          where later.repeats and later.person_id = c.person_id and later.on_date = c.on_date and later.slot = c.slot
            and later.id > c.id and later.recorded_at <= %(at)s
      )
    union all
    select 'tests.all',
           count(*) filter (where t.recorded_at <= r.recorded_at - %(early)s),
           count(*) filter (where t.recorded_at <= r.recorded_at),
           count(*) filter (where t.recorded_at <= r.recorded_at + %(soon)s),
           count(*)
    from control_testresult t
    where t.area >= r.area and t.area < r.area || ':' and t.sampled_on = r.period_on
      and t.happened_at <= r.recorded_at and t.recorded_at <= %(at)s
    union all
    select 'measures.new',
           count(distinct m.person_uid) filter (where m.recorded_at <= r.recorded_at - %(early)s),
           count(distinct m.person_uid) filter (where m.recorded_at <= r.recorded_at),
           count(distinct m.person_uid) filter (where m.recorded_at <= r.recorded_at + %(soon)s),
           count(distinct m.person_uid)
    from control_measure m
    where m.area >= r.area and m.area < r.area || ':' and m.step = 1
      and m.issued_at <= r.recorded_at and m.issued_at > r.recorded_at - interval '24 hours' and m.recorded_at <= %(at)s
    union all
    select 'checks.all',
           count(*) filter (where k.recorded_at <= r.recorded_at - %(early)s),
           count(*) filter (where k.recorded_at <= r.recorded_at),
           count(*) filter (where k.recorded_at <= r.recorded_at + %(soon)s),
           count(*)
    from intake_check k
    where k.area >= r.area and k.area < r.area || ':'
      and k.happened_at <= r.recorded_at and k.happened_at > r.recorded_at - interval '24 hours'
      and k.recorded_at <= %(at)s
) held
where r.form = %(form)s and r.slot = %(slot)s and r.period_on between %(from_day)s and %(on)s and r.reporter = r.area
  and r.area >= %(lo)s and r.area < %(hi)s
  and r.recorded_at <= %(at)s and (r.superseded_at is null or r.superseded_at > %(at)s)
  and held.now > 0
