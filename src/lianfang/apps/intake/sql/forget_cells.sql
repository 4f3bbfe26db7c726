-- purpose: empty the sealed cells of rows of lists that were closed before the term; their fate and count stay
-- reads: intake_row, intake_batch
-- writes: intake_row
-- index: row_by_area
-- idempotency: emptied cells are not found again
update intake_row r
set sealed = null
from intake_batch b
where b.id = r.batch_id
  and r.area >= %(lo)s
  and r.area < %(hi)s
  and r.sealed is not null
  and b.done_at < %(before_at)s
  and r.outcome <> 'review'
