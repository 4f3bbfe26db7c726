-- purpose: delete reports of days before the term with what was decided, disputed and doubted of them
-- reads: forms_report, forms_doubt
-- writes: forms_report, forms_reportperson, forms_decision, forms_dispute, forms_doubt, forms_doubtseen,
--   forms_doubtanswer
-- index: none: read whole, at night
-- idempotency: what is deleted is not found again
with due as (
    select id from forms_report where area >= %(lo)s and area < %(hi)s and period_on < %(before_on)s
), doubted as (
    select id from forms_doubt where area >= %(lo)s and area < %(hi)s and period_on < %(before_on)s
), persons as (
    delete from forms_reportperson person using due where person.report_id = due.id
), decisions as (
    delete from forms_decision decision using due where decision.report_id = due.id
), disputes as (
    delete from forms_dispute dispute using due where dispute.report_id = due.id
), seen as (
    delete from forms_doubtseen seen using doubted where seen.doubt_id = doubted.id
), answers as (
    delete from forms_doubtanswer answer using doubted where answer.doubt_id = doubted.id
), doubts as (
    delete from forms_doubt doubt using doubted where doubt.id = doubted.id
)
delete from forms_report report
using due
where report.id = due.id
