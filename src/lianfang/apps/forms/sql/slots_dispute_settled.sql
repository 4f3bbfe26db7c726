-- purpose: slots of settling a dispute about a number of the ledger, by the office of the level that accepts
-- reads: forms_dispute, forms_report, forms_edition
-- writes: nothing
-- index: dispute_by_area
-- idempotency: a query
select o.uid::text as subject_id,
       o.field as ref,
       o.area,
       o.opened_at as opens_at,
       o.opened_at + %(within)s as due_at,
       coalesce(case when r.superseded_at <= %(known_at)s then r.superseded_at end, 'infinity') as lapses_at,
       case when o.settled_at <= %(known_at)s then o.settled_at end as done_at,
       case when o.settled_at <= %(known_at)s then 'dispute:' || o.uid end as evidence,
       case e.accepted_level when 5 then 'village_secretary' when 4 then 'town_clerk' else 'county_office' end as post
from forms_dispute o
join forms_report r on r.id = o.report_id
join forms_edition e on e.id = r.edition_id
where o.area >= %(lo)s and o.area < %(hi)s and o.opened_at <= %(until_at)s and o.opened_at <= %(known_at)s
  and (o.settled_at is null or o.settled_at > %(known_at)s or o.settled_at >= %(from_at)s)
