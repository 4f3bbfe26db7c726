-- purpose: rows handed to or held in an area that nobody has acknowledged at a moment, the oldest first
-- reads: intake_forward, intake_batch, intake_row, people_person
-- writes: nothing
-- index: forward_by_holder; intake_row primary key
-- idempotency: a query
select f.uid::text as forward, f.from_area, f.area, f.to_name, f.held_in, f.happened_at, b.id as batch, b.file_name,
       b.channel, f.sheet_no, f.row_no as row, f.part, p.uid::text as person, p.name, count(*) over () as total
from intake_forward f
join intake_batch b on b.id = f.batch_id
left join intake_row r
  on r.batch_id = f.batch_id and r.sheet_no = f.sheet_no and r.row_no = f.row_no and r.part = f.part
left join people_person p on p.id = r.person_id
where (f.held_in >= %(lo)s and f.held_in < %(hi)s or f.area >= %(lo)s and f.area < %(hi)s)
  and f.recorded_at <= %(known_at)s
  and (f.acknowledged_recorded_at is null or f.acknowledged_recorded_at > %(known_at)s)
order by f.happened_at, f.id
limit %(most)s offset %(skipped)s
