-- purpose: rows that wait for a person's decision at the moment of knowledge, whenever received; part: the reason
-- reads: intake_batch, intake_row, intake_reviewdecision
-- writes: nothing
-- index: row_pending_by_facts (outcome is pending), decision_by_row
-- idempotency: a query
select 'row' as kind, b.uid::text || '/' || r.sheet_no || '/' || r.row_no || '/' || r.part as id, r.reason as part
from intake_row r
join intake_batch b on b.id = r.batch_id
where r.outcome = 'review' and b.done_at <= %(known_at)s
  and ((b.area >= %(lo)s and b.area < %(hi)s) or (r.area >= %(lo)s and r.area < %(hi)s))
  and not exists (
      select from intake_reviewdecision d
      where d.batch_id = r.batch_id and d.sheet_no = r.sheet_no and d.row_no = r.row_no
        and d.part = r.part and d.recorded_at <= %(known_at)s
  )
