-- purpose: delete which persons reports counted, of reports of days before the term
-- reads: forms_report
-- writes: forms_reportperson
-- index: none: read whole, at night
-- idempotency: what is deleted is not found again
delete from forms_reportperson person
using forms_report report
where report.id = person.report_id and person.area >= %(lo)s and person.area < %(hi)s
  and report.period_on < %(before_on)s
