-- purpose: reports of a day that may be accepted without a look: first, on time, undisputed, undoubted, unexplained
-- reads: forms_expected (see states.sql), forms_report, forms_decision, forms_dispute, forms_doubt, forms_doubtseen
-- writes: nothing
-- index: report_by_form_day, decision_once, dispute_once
-- idempotency: reads only
select r.id
from forms_expected(%(form)s, %(lo)s, %(hi)s, %(on)s, %(on)s) x
join forms_report r
    on r.form = x.form and r.reporter = x.reporter and r.period_on = x.period_on and r.slot = x.slot
where r.period_on = %(on)s and r.area >= %(lo)s and r.area < %(hi)s
  and r.superseded_at is null and r.sequence = 1 and r.recorded_at <= x.due_at and r.explanation = ''
  and (%(user)s::bigint is null or r.by_user is distinct from %(user)s)
  and not exists (select from forms_decision d where d.report_id = r.id)
  and not exists (select from forms_dispute d where d.report_id = r.id)
  and not exists (
      select from forms_doubt d
      where d.area >= %(lo)s and d.area < %(hi)s and d.period_on = %(on)s
        and d.form = r.form and d.reporter = r.reporter and d.slot in ('', r.slot)
        and not exists (select from forms_doubtseen s where s.doubt_id = d.id)
  )
