-- purpose: delete disputes settled, or overtaken by a correction, before the term: they hold lists of persons
-- reads: forms_report
-- writes: forms_dispute
-- index: none: read whole, at night
-- idempotency: what is deleted is not found again
delete from forms_dispute dispute
using forms_report report
where report.id = dispute.report_id and dispute.area >= %(lo)s and dispute.area < %(hi)s
  and least(dispute.settled_at, report.superseded_at) < %(before_at)s
