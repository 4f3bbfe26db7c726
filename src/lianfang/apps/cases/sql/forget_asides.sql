-- purpose: delete why positive persons were made no case of, when that was said before the term
-- reads: nothing
-- writes: cases_positiveaside
-- index: read whole, at night; the table is small
-- idempotency: what is deleted is not found again
delete from cases_positiveaside
where area >= %(lo)s and area < %(hi)s and recorded_at < %(before_at)s
