-- purpose: delete what became of strangers, when the last word about their case was said before the term
-- reads: cases_case, cases_caseevent
-- writes: cases_strangerfate
-- index: foreign key indexes on case_id; read whole, at night
-- idempotency: what is deleted is not found again
delete from cases_strangerfate r
using cases_case c
where c.id = r.case_id
  and c.area >= %(lo)s
  and c.area < %(hi)s
  and r.recorded_at < %(before_at)s
  and not exists (select from cases_caseevent e where e.case_id = c.id and e.recorded_at >= %(before_at)s)
