-- purpose: rounds of an area range with what came of each: who came, tubes, results, positives, re-tests awaited
-- reads: testing_round, testing_sample, testing_tube, testing_tubeevent, control_testresult
-- writes: nothing
-- index: round_once, sample_once_a_round, tube of round, tube_step_once, test_by_person
-- idempotency: a query
with found as materialized (
    select r.*
    from testing_round r
    where (r.area >= %(lo)s and r.area < %(hi)s or starts_with(%(lo)s, r.area))
      and (%(uid)s::uuid is null or r.uid = %(uid)s)
),
come as (
    select round_id, count(*) filter (where asked) as come, count(*) filter (where not asked and not visitor) as others,
           count(*) filter (where visitor) as visitors
    from testing_sample
    where round_id in (select id from found)
    group by round_id
),
tubes as (
    select t.round_id, count(*) as tubes, count(*) filter (where t.state in ('resulted', 'corrected')) as resulted
    from testing_tube t
    where t.round_id in (select id from found)
    group by t.round_id
),
positive as materialized (
    select t.round_id, t.id, t.disease, said.happened_at
    from testing_tube t
    join testing_tubeevent said on said.tube_id = t.id and said.step = t.step and said.result = 'positive'
    where t.round_id in (select id from found)
),
suspects as (
    select positive.round_id, positive.id, sample.person_id, sample.happened_at, positive.happened_at as found_at,
           count(*) over (partition by positive.id) as members,
           own.result as own
    from positive
    join testing_sample sample on sample.tube_id = positive.id
    left join lateral (
        select r.result
        from testing_sample again
        join control_testresult r on r.sample = again.uid
        join testing_tube single on single.id = again.tube_id and single.kind = 'single' and single.disease = positive.disease
        where again.person_id = sample.person_id and again.happened_at >= positive.happened_at
        order by r.id desc
        limit 1
    ) own on true
),
outcome as (
    select round_id, count(distinct id) as positive_tubes,
           count(distinct person_id) filter (where members = 1 or own = 'positive') as positives,
           count(distinct person_id) filter (where members > 1 and own is null or own = 'inconclusive') as pending
    from suspects
    group by round_id
)
select found.uid, found.id, found.area, found.disease, found.number, found.starts_at, found.due_at, found.ended_at, found.pool,
       found.pack, found.residents, found.targets, found.away, found.exempt, found.held,
       coalesce(come.come, 0)::integer as come, coalesce(come.others, 0)::integer as others,
       coalesce(come.visitors, 0)::integer as visitors,
       coalesce(tubes.tubes, 0)::integer as tubes, coalesce(tubes.resulted, 0)::integer as resulted,
       coalesce(outcome.positive_tubes, 0)::integer as positive_tubes,
       coalesce(outcome.positives, 0)::integer as positives, coalesce(outcome.pending, 0)::integer as pending,
       found.clear_rounds, found.pause_days, found.final_rounds
from found
left join come on come.round_id = found.id
left join tubes on tubes.round_id = found.id
left join outcome on outcome.round_id = found.id
order by found.starts_at desc, found.id desc
