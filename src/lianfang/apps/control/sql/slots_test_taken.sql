-- purpose: slots of the tests on the table's days; a missed test stays due until the next one, or the end
-- reads: control_measure, control_testresult
-- writes: nothing
-- index: measure_by_area (area range, ends_by), test_by_person (person, sampled_on), test_by_day
-- idempotency: a query
with asked as materialized (
    select id, person_id, person_uid, area, ended_at,
           test_dates[tests_begun] as test_on,
           least(test_dates[tests_begun + 1], ends_on) as next_on
    from (
        select *, width_bucket(%(on_date)s::date, test_dates) as tests_begun
        from control_measure_as_known(%(lo)s, %(hi)s, %(known_at)s)
        where ends_by > %(on_date)s
    ) measure
    where case when tests_begun > 0 and test_dates[tests_begun] >= duties_from
               then ends_on > %(on_date)s and (test_dates[tests_begun] + 1)::timestamp at time zone %(zone)s > issued_at
                    and (ended_at is null
                         or ended_at >= (test_dates[tests_begun] + 1)::timestamp at time zone %(zone)s) end
)
select asked.person_uid::text as subject_id,
       'test ' || asked.test_on as ref,
       asked.area,
       asked.test_on::timestamp at time zone %(zone)s as opens_at,
       (asked.test_on + 1)::timestamp at time zone %(zone)s as due_at,
       least(asked.next_on::timestamp at time zone %(zone)s, asked.ended_at) as lapses_at,
       min(result.happened_at) as done_at,
       min('test:' || result.uid) as evidence
from asked
left join control_testresult result
  on result.person_id = asked.person_id
 and result.sampled_on >= asked.test_on and result.sampled_on < asked.next_on
 and result.recorded_at <= %(known_at)s
 and result.sampled_on >= (select min(test_on) from asked)  -- implied; it lets the days before be left unread
group by asked.id, asked.person_uid, asked.area, asked.test_on, asked.next_on, asked.ended_at
