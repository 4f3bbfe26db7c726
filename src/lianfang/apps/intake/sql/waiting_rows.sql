-- purpose: the rows of an area that wait for a person to decide, as known now, the oldest list first
-- reads: intake_row, intake_batch, intake_reviewdecision
-- writes: nothing
-- index: row_by_area, decision_by_row
-- idempotency: a query
select b.id as batch, b.uid as batch_uid, b.file_name, b.channel, b.received_at,
       coalesce(b.mapping -> 'sheets' -> (r.sheet_no - 1) ->> 'name', '') as sheet,
       r.sheet_no, r.row_no as row, r.part, r.area, r.reason, count(*) over () as total
from intake_row r
join intake_batch b on b.id = r.batch_id and b.state = 'done'
where r.area >= %(lo)s and r.area < %(hi)s and r.outcome = 'review'
  and (%(batch)s::bigint is null or r.batch_id = %(batch)s)
  and not exists (
      select from intake_reviewdecision d
      where d.batch_id = r.batch_id and d.sheet_no = r.sheet_no and d.row_no = r.row_no and d.part = r.part
  )
order by b.received_at, b.id, r.sheet_no, r.row_no, r.part
limit %(most)s offset %(skipped)s
