-- purpose: slots of the duty to decide a doubtful row: from the list's receipt until a person decided it
-- reads: intake_row, intake_batch, intake_reviewdecision
-- writes: nothing
-- index: row_by_area, decision_by_row
-- idempotency: a query
select batch.uid || ':' || r.sheet_no || ':' || r.row_no as subject_id,
       r.reason as ref,
       r.area,
       batch.received_at as opens_at,
       batch.received_at + %(within)s as due_at,
       'infinity'::timestamptz as lapses_at,
       decided.happened_at as done_at,
       'decision:' || decided.uid as evidence
from intake_row r
join intake_batch batch
  on batch.id = r.batch_id and batch.state = 'done'
 and batch.recorded_at <= %(known_at)s and batch.received_at <= %(until_at)s
left join lateral (
    select d.happened_at, d.uid
    from intake_reviewdecision d
    where d.batch_id = r.batch_id and d.sheet_no = r.sheet_no and d.row_no = r.row_no and d.part = r.part
      and d.recorded_at <= %(known_at)s and d.happened_at <= %(known_at)s
    order by d.happened_at
    limit 1
) decided on true
where r.area >= %(lo)s and r.area < %(hi)s and r.outcome = 'review'
  and (decided.happened_at is null or decided.happened_at >= %(from_at)s)
