-- purpose: slots of programmes: from each sample (or the programme's first day) on the next is due after its days;
--   a sample counts for the disease of its tube
-- reads: testing_programme, testing_member, people_person, testing_sample, testing_tube, control_testresult
-- writes: nothing
-- index: person_by_area, member_once, sample of person, test_by_person
-- idempotency: a query
with asked as materialized (
    select programme.id, programme.disease, programme.every_days, programme.starts_on,
           coalesce(programme.ends_on, 'infinity') as ends_on, person.id as person_id, person.uid, person.area
    from testing_programme programme
    join people_person person
      on programme.kind <> 'list' and starts_with(person.area, programme.area)
     and (programme.kind = 'place' or exists (select from unnest(programme.words) word
                                              where position(word in person.occupation) > 0))
    where person.area >= %(lo)s and person.area < %(hi)s
      and person.state = 'present' and person.merged_into_id is null and programme.recorded_at <= %(known_at)s
      and person.uid in (select unnest(%(among)s::text::uuid[]))  -- among
    union all
    select programme.id, programme.disease, programme.every_days, greatest(programme.starts_on, member.since_on),
           least(coalesce(programme.ends_on, 'infinity'), coalesce(member.until_on, 'infinity')),
           member.person_id, member.person_uid, member.area
    from testing_programme programme
    join testing_member member on member.programme_id = programme.id
    where programme.kind = 'list' and member.area >= %(lo)s and member.area < %(hi)s
      and member.recorded_at <= %(known_at)s
      and member.person_uid in (select unnest(%(among)s::text::uuid[]))  -- among
),
taken as (
    select distinct on (person_id, disease, on_date) person_id, disease, on_date, happened_at, evidence
    from (
        select s.person_id, tube.disease, (s.happened_at at time zone %(zone)s)::date as on_date, s.happened_at,
               'sample:' || s.uid as evidence
        from testing_sample s
        join testing_tube tube on tube.id = s.tube_id
        where s.person_id in (select person_id from asked) and s.recorded_at <= %(known_at)s
        union all
        select r.person_id, r.disease, r.sampled_on, r.happened_at, 'test:' || r.uid
        from control_testresult r
        where r.person_id in (select person_id from asked) and r.sample is null and r.recorded_at <= %(known_at)s
    ) one
    order by person_id, disease, on_date, happened_at
),
turn as (
    select seen.*, lead(seen.on_date) over later as next_on, lead(seen.happened_at) over later as done_at,
           lead(seen.told) over later as evidence
    from (
        select id, person_id, uid, area, every_days, starts_on, ends_on, starts_on - 1 as on_date,
               null::timestamptz as happened_at, null as told
        from asked
        union all
        select asked.id, asked.person_id, asked.uid, asked.area, asked.every_days, asked.starts_on,
               asked.ends_on, taken.on_date, taken.happened_at, taken.evidence
        from asked
        join taken on taken.person_id = asked.person_id and taken.disease = asked.disease
        where taken.on_date >= asked.starts_on
    ) seen
    window later as (partition by seen.id, seen.person_id order by seen.on_date)
),
slot as (
    select turn.*, greatest(on_date + greatest(every_days - 1, 1), starts_on) as opens_on,
           on_date + every_days + 1 as due_on
    from turn
)
select uid::text as subject_id,
       'programme ' || id || ' ' || due_on as ref,
       area,
       opens_on::timestamp at time zone %(zone)s as opens_at,
       due_on::timestamp at time zone %(zone)s as due_at,
       coalesce(nullif(ends_on, 'infinity')::timestamp at time zone %(zone)s, 'infinity') as lapses_at,
       done_at,
       evidence
from slot
where opens_on < ends_on and (next_on is null or next_on >= opens_on)
  and opens_on::timestamp at time zone %(zone)s <= %(until_at)s
  and (done_at is null or done_at >= greatest(%(from_at)s, opens_on::timestamp at time zone %(zone)s))
