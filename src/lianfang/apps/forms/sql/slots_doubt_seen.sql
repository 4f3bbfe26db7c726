-- purpose: slots of looking at a doubt, by the office of the level that accepts the form
-- reads: forms_doubt, forms_doubtseen, forms_edition, forms_report
-- writes: nothing
-- index: doubt_by_area, report_sequence_once
-- idempotency: a query
-- Doubts about temperatures belong to no form: the town looks. A correction, or the report that was missing, answers.
select d.uid::text as subject_id,
       d.check_code as ref,
       d.area,
       d.found_at as opens_at,
       d.found_at + %(within)s as due_at,
       coalesce(answered.at, 'infinity') as lapses_at,
       seen.at as done_at,
       'doubt_seen:' || seen.uid as evidence,
       case coalesce(e.accepted_level, 4) when 5 then 'village_secretary' when 4 then 'town_clerk' else 'county_office' end
           as post
from forms_doubt d
left join lateral (
    select x.accepted_level
    from forms_edition x
    where x.form = d.form and x.starts_on <= d.period_on
    order by x.starts_on desc
    limit 1
) e on true
left join lateral (
    select s.at, s.uid
    from forms_doubtseen s
    where s.doubt_id = d.id and s.at <= %(known_at)s
    order by s.id
    limit 1
) seen on true
left join forms_report said on said.id = d.report_id and d.check_code = any (%(corrected)s)
left join forms_report missed
    on d.check_code = 'missing' and missed.form = d.form and missed.reporter = d.reporter
   and missed.period_on = d.period_on and missed.slot = d.slot and missed.sequence = 1
left join lateral (
    select coalesce(said.superseded_at, missed.recorded_at) as at
    where coalesce(said.superseded_at, missed.recorded_at) <= %(known_at)s
) answered on true
where d.area >= %(lo)s and d.area < %(hi)s and d.found_at <= %(until_at)s and d.found_at <= %(known_at)s
  and (seen.at is null or seen.at >= %(from_at)s)
