-- purpose: hand rows to the areas they belong to, with a clock for the acknowledgement
-- reads: intake_fate, intake_open (temporary)
-- writes: intake_forward
-- index: none
-- idempotency: once a batch, in the transaction that marks it done
insert into intake_forward
    (batch_id, sheet_no, row_no, part, from_area, area, to_name, held_in, happened_at, recorded_at,
     acknowledged_by)
select %(batch)s, f.sheet_no, f.row_no, 0, %(area)s, f.area, coalesce(s.place_words, ''),
       case when f.area <> '' and left(f.area, 6) = left(%(area)s, 6) then f.area else %(area)s end,
       %(received_at)s, %(at)s, ''
from intake_fate f
join intake_open s on s.k = f.k
where f.outcome = 'forwarded'
order by f.k
