-- purpose: persons whose period has run out and who were not released by the cut-off; part: the strictest measure
-- reads: control_measure
-- writes: nothing
-- index: measure_by_area (area range, ends_by), foreign key index on person_id
-- idempotency: a query
--
-- The same as the open slots of the duty `release_on_time`: an earlier step of a series waits for its release until
-- the next step's ordered end, which brings its own.
select distinct on (m.person_uid) 'person' as kind, m.person_uid::text as id, m.measure as part
from control_measure_as_known(%(lo)s, %(hi)s, %(known_at)s) m
left join lateral (
    select step.ordered_until
    from control_measure step
    where not m.last and step.person_id = m.person_id and step.series = m.series and step.step = m.step + 1
      and (step.end_ground in ('revoked', 'superseded') and step.ended_recorded_at <= %(known_at)s) is not true
) next_step on true
where m.ends_on <= %(on_date)s
  and m.end_ground not in ('revoked', 'superseded')
  and (m.released_at is null or m.released_at > %(until_at)s)
  and (next_step.ordered_until is null
       or greatest(next_step.ordered_until, m.ends_on + 1)::timestamp at time zone %(zone)s > %(until_at)s)
order by m.person_uid, m.strictness desc, m.id desc
