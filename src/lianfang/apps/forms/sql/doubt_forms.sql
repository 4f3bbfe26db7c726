-- purpose: forms and slots of which something was handed in for a day
-- reads: forms_report
-- writes: nothing
-- index: report_by_form_day
-- idempotency: reads only
select distinct r.form, r.slot
from forms_report r
where r.form in (select e.form from forms_edition e) and r.period_on = %(on)s and r.area >= %(lo)s and r.area < %(hi)s
order by r.form, r.slot
