-- purpose: rows that wait for a person's decision at the moment of knowledge, whenever received; part: the reason
-- reads: intake_batch, intake_row, intake_reviewdecision
-- writes: nothing
-- index: row_pending_by_facts (outcome is pending); decision_by_row; primary key of intake_row
-- idempotency: a query
-- A row whose first decision is not yet known waits, whatever its outcome says now.
with waiting as (
    select r.batch_id, r.sheet_no, r.row_no, r.part, r.area, r.reason
    from intake_row r
    where r.outcome = 'review'
      and not exists (
          select from intake_reviewdecision d
          where d.batch_id = r.batch_id and d.sheet_no = r.sheet_no and d.row_no = r.row_no
            and d.part = r.part and d.recorded_at <= %(known_at)s
      )
    union
    select r.batch_id, r.sheet_no, r.row_no, r.part, r.area, r.reason
    from (
        select d.batch_id, d.sheet_no, d.row_no, d.part
        from intake_reviewdecision d
        group by d.batch_id, d.sheet_no, d.row_no, d.part
        having min(d.recorded_at) > %(known_at)s
    ) d
    join intake_row r
      on r.batch_id = d.batch_id and r.sheet_no = d.sheet_no and r.row_no = d.row_no and r.part = d.part
)
select 'row' as kind, b.uid::text || '/' || w.sheet_no || '/' || w.row_no || '/' || w.part as id, w.reason as part
from waiting w
join intake_batch b on b.id = w.batch_id
where b.done_at <= %(known_at)s
  and ((b.area >= %(lo)s and b.area < %(hi)s) or (w.area >= %(lo)s and w.area < %(hi)s))
