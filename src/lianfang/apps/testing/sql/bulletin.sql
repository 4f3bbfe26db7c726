-- purpose: each programme's group in a week: people, tested, samples, positives, who is overdue at its end
-- reads: testing_programme, testing_member, people_person, testing_sample, testing_tube, control_testresult
-- writes: nothing
-- index: person_by_area, sample of person, test_by_person
-- idempotency: a query
with people as materialized (
    select programme.id as programme_id, programme.disease, programme.every_days, person.id as person_id
    from testing_programme programme
    join people_person person
      on programme.kind <> 'list' and starts_with(person.area, programme.area)
     and (programme.kind = 'place' or exists (select from unnest(programme.words) word
                                              where position(word in person.occupation) > 0))
    where person.area >= %(lo)s and person.area < %(hi)s
      and person.state = 'present' and person.merged_into_id is null
      and programme.starts_on < %(until_on)s and coalesce(programme.ends_on, 'infinity') > %(from_on)s
    union all
    select programme.id, programme.disease, programme.every_days, member.person_id
    from testing_programme programme
    join testing_member member on member.programme_id = programme.id
    where programme.kind = 'list' and member.area >= %(lo)s and member.area < %(hi)s
      and member.since_on < %(until_on)s and coalesce(member.until_on, 'infinity') > %(from_on)s
      and programme.starts_on < %(until_on)s and coalesce(programme.ends_on, 'infinity') > %(from_on)s
),
taken as (
    select s.person_id, tube.disease, (s.happened_at at time zone %(zone)s)::date as on_date
    from testing_sample s
    join testing_tube tube on tube.id = s.tube_id
    where s.person_id in (select person_id from people) and s.recorded_at <= %(at)s
    union
    select r.person_id, r.disease, r.sampled_on
    from control_testresult r
    where r.person_id in (select person_id from people) and r.sample is null and r.recorded_at <= %(at)s
),
by_person as materialized (
    select person_id, disease, max(on_date) as last_on,
           count(*) filter (where on_date >= %(from_on)s) as samples
    from taken
    where on_date < %(until_on)s
    group by person_id, disease
),
positive as (
    select distinct r.person_id, r.disease
    from control_testresult r
    where r.person_id in (select person_id from people) and r.result = 'positive'
      and r.sampled_on >= %(from_on)s and r.sampled_on < %(until_on)s and r.recorded_at <= %(at)s
      and not exists (select from control_testresult later
                      where later.sample = r.sample and later.id > r.id and later.recorded_at <= %(at)s)
)
select programme.uid as programme, programme.name, programme.every_days, programme.source, programme.certainty,
       count(people.person_id)::integer as people,
       (count(*) filter (where by_person.samples > 0))::integer as tested,
       coalesce(sum(by_person.samples), 0)::integer as samples,
       (count(positive.person_id))::integer as positives,
       (count(people.person_id) filter (
           where coalesce(by_person.last_on, programme.starts_on - 1) + programme.every_days < %(until_on)s
       ))::integer as overdue
from testing_programme programme
join people on people.programme_id = programme.id
left join by_person on by_person.person_id = people.person_id and by_person.disease = people.disease
left join positive on positive.person_id = people.person_id and positive.disease = people.disease
group by programme.id
order by programme.name
