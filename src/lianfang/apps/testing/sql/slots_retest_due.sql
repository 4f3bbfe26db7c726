-- purpose: slots of sampling each member of a positive pool alone
-- reads: testing_sample, testing_tube, testing_tubeevent, control_testresult
-- writes: nothing
-- index: sample_by_home, tube_step_once, sample of person, test_by_person
-- idempotency: a query
select sample.person_uid::text as subject_id,
       'retest:' || tube.code as ref,
       sample.home as area,
       said.happened_at as opens_at,
       said.happened_at + %(within)s as due_at,
       coalesce(unsaid.happened_at, 'infinity') as lapses_at,
       again.happened_at as done_at,
       again.evidence
from testing_tubeevent said
join testing_tube tube on tube.id = said.tube_id and tube.size > 1
join testing_sample sample on sample.tube_id = tube.id
left join testing_tubeevent unsaid
  on unsaid.tube_id = said.tube_id and unsaid.step > said.step and unsaid.result <> 'positive'
 and unsaid.recorded_at <= %(known_at)s
left join lateral (
    select s.happened_at, 'sample:' || s.uid as evidence
    from testing_sample s
    join testing_tube single on single.id = s.tube_id and single.size = 1 and single.disease = tube.disease
    where s.person_id = sample.person_id and s.happened_at >= said.happened_at and s.recorded_at <= %(known_at)s
    union all
    select told.happened_at, 'test:' || told.uid
    from control_testresult told
    where told.person_id = sample.person_id and told.sample is null and told.disease = tube.disease
      and told.happened_at >= said.happened_at and told.recorded_at <= %(known_at)s
    order by happened_at
    limit 1
) again on true
where sample.home >= %(lo)s and sample.home < %(hi)s
  and said.result = 'positive' and said.happened_at <= %(until_at)s and said.recorded_at <= %(known_at)s
  and sample.person_uid in (select unnest(%(among)s::text::uuid[]))  -- among
  and not exists (select from testing_tubeevent before
                  where before.tube_id = said.tube_id and before.step < said.step and before.result = 'positive')
  and (select count(*) from testing_sample other where other.tube_id = tube.id) > 1
  and (unsaid.happened_at is null or unsaid.happened_at >= %(from_at)s)
  and (again.happened_at is null or again.happened_at >= %(from_at)s)
