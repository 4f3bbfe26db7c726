-- purpose: what each reporter of a form says of each day of a span, as known at a moment, for the checks of truth
-- reads: forms_report
-- writes: nothing
-- index: report_by_form_day
-- idempotency: reads only
select r.id, r.uid::text, r.reporter, r.area, r.period_on, r.edition_id, r.zero, r.numbers
from forms_report r
where r.form = %(form)s and r.slot = %(slot)s and r.period_on between %(from_day)s and %(on)s
  and r.area >= %(lo)s and r.area < %(hi)s
  and r.recorded_at <= %(at)s and (r.superseded_at is null or r.superseded_at > %(at)s)
order by r.reporter, r.period_on
