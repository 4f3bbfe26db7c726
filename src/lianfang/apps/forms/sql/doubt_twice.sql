-- purpose: pairs of reporters whose lists of one field name the same person on one day, whoever began later first
-- reads: forms_report, forms_reportperson
-- writes: nothing
-- index: report_by_form_day, report_person_once, report_person_by_person
-- idempotency: reads only
-- A person listed in one place the day before and now in two is being handed over; a day later it is a double count.
with listed as materialized (
    select r.id, r.form, r.reporter, r.area, r.slot, r.period_on, p.field, p.person
    from forms_report r
    join forms_reportperson p on p.report_id = r.id
    where r.form = %(form)s and r.slot = %(slot)s and r.period_on between %(on)s - %(days)s and %(on)s
      and r.area >= %(lo)s and r.area < %(hi)s
      and r.recorded_at <= %(at)s and (r.superseded_at is null or r.superseded_at > %(at)s)
), places as materialized (
    select form, reporter, area, field, person, min(period_on) as since,
           max(id) filter (where period_on = %(on)s) as report,
           bool_or(period_on = %(on)s - 1) as before
    from listed
    group by form, reporter, area, field, person
    having bool_or(period_on = %(on)s)
)
select a.reporter, a.area, a.report, b.reporter as other, a.field, count(*) as persons,
       min(a.since) as since, min(b.since) as other_since
from places a
join places b on b.person = a.person and b.field = a.field and b.reporter <> a.reporter
where not a.area ^@ b.area and not b.area ^@ a.area and a.before = b.before
  and (a.since, a.reporter) > (b.since, b.reporter)
group by a.reporter, a.area, a.report, b.reporter, a.field
order by a.reporter, b.reporter
