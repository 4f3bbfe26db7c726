-- purpose: slots of the tests for an order's disease on the table's days; a missed one stays due until the next, or the end
-- reads: control_measure, control_testresult
-- writes: nothing
-- index: measure_by_area (area range, ends_by), test_by_person (person, sampled_on), test_by_day
-- idempotency: a query
with asked as materialized (
    select id, person_id, person_uid, area, disease, ended_at,
           test_dates[tests_begun] as test_on,
           least(test_dates[tests_begun + 1], ends_on) as next_on
    from (
        select id, person_id, person_uid, area, disease, issued_at, ended_at, duties_from, ends_on, test_dates,
               width_bucket(%(on_date)s::date, test_dates) as tests_begun
        from control_measure_as_known(%(lo)s, %(hi)s, %(known_at)s)
        where ends_by > %(on_date)s
          and person_uid in (select unnest(%(among)s::text::uuid[]))  -- among
        offset 0  -- what was worked out once is not worked out again below
    ) measure
    where case when tests_begun > 0 and test_dates[tests_begun] >= duties_from
               then ends_on > %(on_date)s and (test_dates[tests_begun] + 1)::timestamp at time zone %(zone)s > issued_at
                    and (ended_at is null
                         or ended_at >= (test_dates[tests_begun] + 1)::timestamp at time zone %(zone)s) end
),
slot as materialized (
    select asked.person_uid, asked.area, asked.ended_at, asked.test_on, asked.next_on,
           null::timestamptz as done_at, null as evidence
    from asked
    where not exists (
        select
        from control_testresult result
        where result.person_id = asked.person_id and result.disease = asked.disease
          and result.sampled_on >= asked.test_on and result.sampled_on < asked.next_on
          and result.recorded_at <= %(known_at)s
          and result.sampled_on >= (select min(test_on) from asked)  -- implied: the days before are left unread
    )
    union all
    select asked.person_uid, asked.area, asked.ended_at, asked.test_on, asked.next_on,
           min(result.happened_at), min('test:' || result.uid)
    from asked
    join control_testresult result
      on result.person_id = asked.person_id and result.disease = asked.disease
     and result.sampled_on >= asked.test_on and result.sampled_on < asked.next_on
     and result.recorded_at <= %(known_at)s
     and result.sampled_on >= (select min(test_on) from asked)
    where not %(undone)s
    group by asked.id, asked.person_uid, asked.area, asked.test_on, asked.next_on, asked.ended_at
)
select person_uid::text as subject_id,
       'test ' || test_on as ref,
       area,
       test_on::timestamp at time zone %(zone)s as opens_at,
       (test_on + 1)::timestamp at time zone %(zone)s as due_at,
       least(next_on::timestamp at time zone %(zone)s, ended_at) as lapses_at,
       done_at,
       evidence
from slot
