-- purpose: the pools in which some persons have a sample: whether each is to be held on its account, and whether they are
-- reads: testing_sample, testing_tube, testing_tubeevent, testing_hold, control_testresult, intake_exposure, control_measure
-- writes: nothing
-- index: sample of person, sample_place_once, tube_step_once, test_by_person, hold_once_at_a_time, measure_once_per_exposure
-- idempotency: a query
-- A single re-test is a tube of one, or a result that some other door recorded, as a hospital's, with none positive beside.
with inside as (
    select s.tube_id, s.person_id, s.person_uid, s.home, t.area, t.disease, t.code, said.result, spell.since
    from testing_sample s
    join testing_tube t on t.id = s.tube_id
    cross join lateral (
        select e.result from testing_tubeevent e where e.tube_id = t.id and e.result <> '' order by e.step desc limit 1
    ) said
    cross join lateral (  -- since when the pool is positive without another word between
        select min(e.happened_at) as since
        from testing_tubeevent e
        where e.tube_id = t.id and e.result = 'positive'
          and not exists (select from testing_tubeevent later where later.tube_id = t.id and later.step > e.step
                          and later.result not in ('', 'positive'))
    ) spell
    where s.person_id = any(%(persons)s::bigint[])
      and (select count(*) from testing_sample other where other.tube_id = t.id) > 1
)
select inside.tube_id, inside.person_id, inside.person_uid, inside.home, inside.area, inside.disease, inside.code, inside.result,
       inside.result = 'positive' and again.person_id is null as wanted, held.id as hold, held.batch, ordered.id as measure
from inside
left join lateral (
    select alone.person_id
    from testing_sample alone
    join testing_tube single on single.id = alone.tube_id and single.disease = inside.disease
    cross join lateral (
        select e.result from testing_tubeevent e
        where e.tube_id = alone.tube_id and e.result <> '' order by e.step desc limit 1
    ) found
    where alone.person_id = inside.person_id and alone.happened_at >= inside.since and found.result = 'negative'
      and (select count(*) from testing_sample other where other.tube_id = alone.tube_id) = 1
    union all
    select told.person_id
    from control_testresult told
    where told.person_id = inside.person_id and told.sample is null and told.disease = inside.disease
      and told.happened_at >= inside.since
    group by told.person_id
    having bool_or(told.result = 'negative') and not bool_or(told.result = 'positive')
    limit 1
) again on true
left join testing_hold held
  on held.tube_id = inside.tube_id and held.person_id = inside.person_id and held.ended_at is null
left join lateral (
    select m.id
    from intake_exposure e
    join control_measure m on m.exposure_id = e.id
    where e.batch_id = held.batch and e.person_id = inside.person_id and m.ended_at is null
    limit 1
) ordered on true
order by inside.tube_id, inside.person_id
