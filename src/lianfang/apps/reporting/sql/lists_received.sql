-- purpose: lists received in 24 hours by an area, or holding rows located in it; part: the channel
-- reads: intake_batch, intake_row
-- writes: nothing
-- index: batch_by_area; primary key of intake_row
-- idempotency: a query
-- What happened before those hours but was recorded in them counts in them: no brief told it before.
select 'batch' as kind, b.uid::text as id, b.channel as part
from intake_batch b
where b.received_at <= %(until_at)s and b.recorded_at <= %(known_at)s
  and (b.received_at > %(since)s or (b.recorded_at > %(since)s and b.recorded_at <= %(until_at)s))
  and ((b.area >= %(lo)s and b.area < %(hi)s)
       or exists (select from intake_row r
                  where r.batch_id = b.id and r.area >= %(lo)s and r.area < %(hi)s))
