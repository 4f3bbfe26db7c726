-- purpose: checks of persons on lists, made in 24 hours in an area; part: the outcome
-- reads: intake_check
-- writes: nothing
-- index: check_by_area
-- idempotency: a query
-- What happened before those hours but was recorded in them counts in them: no brief told it before.
select 'check' as kind, c.uid::text as id, c.outcome as part
from intake_check c
where c.area >= %(lo)s and c.area < %(hi)s
  and c.happened_at <= %(until_at)s and c.recorded_at <= %(known_at)s
  and (c.happened_at > %(since)s or (c.recorded_at > %(since)s and c.recorded_at <= %(until_at)s))
