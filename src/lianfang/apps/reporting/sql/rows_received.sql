-- purpose: rows of the lists of 24 hours that an area received or that lie in it; part: the outcome as then known
-- reads: intake_batch, intake_row, intake_reviewdecision
-- writes: nothing
-- index: batch_by_area; primary key of intake_row; decision_by_row
-- idempotency: a query
-- What happened before those hours but was recorded in them counts in them: no brief told it before.
-- A row in review keeps that outcome; the last decision known says what became of it.
with batch as (
    select b.id, b.uid, (b.area >= %(lo)s and b.area < %(hi)s) as own
    from intake_batch b
    where b.received_at <= %(until_at)s and b.done_at <= %(known_at)s
      and (b.received_at > %(since)s or (b.done_at > %(since)s and b.done_at <= %(until_at)s))
),
decided as (
    select d.batch_id, d.sheet_no, d.row_no, d.part,
           (array_agg(d.decision order by d.recorded_at desc, d.id desc))[1] as decision
    from intake_reviewdecision d
    where d.batch_id in (select id from batch) and d.recorded_at <= %(known_at)s
    group by d.batch_id, d.sheet_no, d.row_no, d.part
)
select 'row' as kind,
       b.uid::text || '/' || r.sheet_no || '/' || r.row_no || '/' || r.part as id,
       case when d.decision is null then r.outcome
            when d.decision = 'same_as' then 'matched'
            when d.decision = 'new_person' then 'created'
            else 'rejected' end as part
from batch b
join intake_row r on r.batch_id = b.id
left join decided d
       on d.batch_id = r.batch_id and d.sheet_no = r.sheet_no and d.row_no = r.row_no and d.part = r.part
where b.own or (r.area >= %(lo)s and r.area < %(hi)s)
