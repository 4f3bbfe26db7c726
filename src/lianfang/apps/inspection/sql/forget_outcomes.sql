-- purpose: delete outcomes for officials decided before the term
-- reads: nothing
-- writes: inspection_outcome
-- index: none: read whole, at night
-- idempotency: what is gone is gone
delete from inspection_outcome
where area >= %(lo)s and area < %(hi)s and decided_on < %(before_on)s
