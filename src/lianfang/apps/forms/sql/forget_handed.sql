-- purpose: delete the reports of days before the term that other servers accepted and handed over
-- reads: forms_handedreport
-- writes: forms_handedreport
-- index: none: read whole, at night
-- idempotency: what is deleted is not found again
delete from forms_handedreport
where area >= %(lo)s and area < %(hi)s and period_on < %(before_on)s
