-- purpose: slots of telling each member of a positive pool to stay where they are: until they were reached, or are
--   held no more
-- reads: testing_sample, testing_tube, testing_tubeevent, testing_hold, control_encounter
-- writes: nothing
-- index: sample_by_home, tube_step_once, encounter_by_person
-- idempotency: a query
select sample.person_uid::text as subject_id,
       'pool:' || tube.code as ref,
       sample.home as area,
       said.happened_at as opens_at,
       said.happened_at + %(within)s as due_at,
       coalesce(least(unsaid.happened_at, freed.ended_at), 'infinity') as lapses_at,
       reached.happened_at as done_at,
       'encounter:' || reached.uid as evidence
from testing_tubeevent said
join testing_tube tube on tube.id = said.tube_id and tube.size > 1
join testing_sample sample on sample.tube_id = tube.id
left join testing_tubeevent unsaid
  on unsaid.tube_id = said.tube_id and unsaid.step > said.step and unsaid.result <> 'positive'
 and unsaid.recorded_at <= %(known_at)s
left join lateral (
    select h.ended_at
    from testing_hold h
    where h.tube_id = said.tube_id and h.person_id = sample.person_id and h.ended_at <= %(known_at)s
    order by h.id desc
    limit 1
) freed on true
left join lateral (
    select e.happened_at, e.uid
    from control_encounter e
    where e.person_id = sample.person_id and e.outcome = 'reached' and e.happened_at >= said.happened_at
      and e.recorded_at <= %(known_at)s
    order by e.happened_at
    limit 1
) reached on true
where sample.home >= %(lo)s and sample.home < %(hi)s
  and said.result = 'positive' and said.happened_at <= %(until_at)s and said.recorded_at <= %(known_at)s
  and sample.person_uid in (select unnest(%(among)s::text::uuid[]))  -- among
  and not exists (select from testing_tubeevent before
                  where before.tube_id = said.tube_id and before.step < said.step and before.result = 'positive')
  and (select count(*) from testing_sample other where other.tube_id = tube.id) > 1
  and (unsaid.happened_at is null or unsaid.happened_at >= %(from_at)s)
  and (reached.happened_at is null or reached.happened_at >= %(from_at)s)
