-- purpose: slots of deciding on a report that was handed in, by the office of the level that accepts it
-- reads: forms_report, forms_edition, forms_decision
-- writes: nothing
-- index: report_by_area, decision_once
-- idempotency: a query
select r.uid::text as subject_id,
       'sequence:' || r.sequence as ref,
       r.area,
       r.happened_at as opens_at,
       r.recorded_at + %(within)s as due_at,
       coalesce(case when r.superseded_at <= %(known_at)s then r.superseded_at end, 'infinity') as lapses_at,
       d.happened_at as done_at,
       'decision:' || d.uid as evidence,
       case e.accepted_level when 5 then 'village_secretary' when 4 then 'town_clerk' else 'county_office' end as post
from forms_report r
join forms_edition e on e.id = r.edition_id
left join forms_decision d on d.report_id = r.id and d.recorded_at <= %(known_at)s
where r.area >= %(lo)s and r.area < %(hi)s
  and r.happened_at <= %(until_at)s and r.recorded_at <= %(known_at)s
  and (r.superseded_at is null or r.superseded_at > %(from_at)s)
  and (d.happened_at is null or d.happened_at >= %(from_at)s)
