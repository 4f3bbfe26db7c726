-- purpose: outcomes for officials as counts by unit, kind and basis; no name
-- reads: inspection_outcome
-- writes: nothing
-- index: outcome_by_area
-- idempotency: reads only
select unit, kind, basis, count(*)::integer as number
from inspection_outcome
where area >= %(lo)s and area < %(hi)s and recorded_at <= %(at)s
group by unit, kind, basis
order by unit, kind, basis
