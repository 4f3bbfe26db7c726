-- purpose: the numbers of a form's reports of a day in an area range, of each reporter and slot what counts now
-- reads: forms_report
-- writes: nothing
-- index: report_by_form_day
-- idempotency: reads only
select edition_id as edition, numbers
from forms_report
where form = %(form)s and period_on = %(on)s and area >= %(lo)s and area < %(hi)s and superseded_at is null
