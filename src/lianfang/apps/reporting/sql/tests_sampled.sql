-- purpose: laboratory results of samples taken on the day; part: the result
-- reads: control_testresult
-- writes: nothing
-- index: test_by_area
-- idempotency: a query
select 'test' as kind, t.uid::text as id, t.result as part
from control_testresult t
where t.area >= %(lo)s and t.area < %(hi)s and t.sampled_on = %(on_date)s
  and t.happened_at <= %(until_at)s and t.recorded_at <= %(known_at)s
  and not exists (select from control_testresult later where later.sample = t.sample and later.id > t.id and later.recorded_at <= %(known_at)s)
