-- purpose: slots of letting a person go on the day an order's period ends; a lapsed order still owes its notice
-- reads: control_measure
-- writes: nothing
-- index: measure_by_area (area range, ends_by), foreign key index on person_id
-- idempotency: a query
-- The slot of an earlier step of a series lapses at the next step's ordered end, which brings its own.
select ended.person_uid::text as subject_id,
       'measure:' || ended.id as ref,
       ended.area,
       ended.ends_on::timestamp at time zone %(zone)s as opens_at,
       (ended.ends_on + %(release_by)s) at time zone %(zone)s as due_at,
       case when next_step.ordered_until is null then 'infinity'
            else greatest(next_step.ordered_until, ended.ends_on + 1)::timestamp at time zone %(zone)s
       end as lapses_at,
       ended.released_at as done_at,
       'measure:' || ended.id || ' released' as evidence
from control_measure_as_known(%(lo)s, %(hi)s, %(known_at)s) ended
left join lateral (
    select step.ordered_until
    from control_measure step
    where not ended.last and step.person_id = ended.person_id and step.series = ended.series
      and step.step = ended.step + 1
      and (step.end_ground in ('revoked', 'superseded') and step.ended_recorded_at <= %(known_at)s) is not true
) next_step on true
where ended.ends_on <= %(on_date)s
  and ended.person_uid in (select unnest(%(among)s::text::uuid[]))  -- among
  and ended.end_ground not in ('revoked', 'superseded')
  and (ended.released_at is null or ended.released_at >= %(from_at)s)
