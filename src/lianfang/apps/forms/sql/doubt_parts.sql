-- purpose: every version of what the reporters of a form said of a day, and when each was known: parts of totals
-- reads: forms_report
-- writes: nothing
-- index: report_by_form_day
-- idempotency: reads only
select r.reporter, r.area, r.edition_id, r.period_on, r.slot, r.numbers, r.recorded_at, r.superseded_at
from forms_report r
where r.form = %(form)s and r.period_on = %(on)s and r.area >= %(lo)s and r.area < %(hi)s and r.recorded_at <= %(at)s
