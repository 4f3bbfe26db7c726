-- purpose: visits made in an area, as known at a moment; newest first
-- reads: inspection_visit, inspection_checklist, areas_area
-- writes: nothing
-- index: visit_by_area
-- idempotency: reads only
select v.client_id as uid, v.campaign, v.kind, v.target, v.unit, v.area, coalesce(place.name, v.area) as place, v.name,
       v.place as spot, v.findings_made, v.present, v.present_role, v.refused, v.by, v.happened_at, v.recorded_at,
       c.title as checklist
from inspection_visit v
join inspection_checklist c on c.id = v.checklist_id
left join areas_area place on place.code = v.area and place.until_edition_id is null
where v.area >= %(lo)s and v.area < %(hi)s and v.recorded_at <= %(known_at)s
  and (%(own)s::uuid is null or v.unit = %(own)s)
  and (%(uid)s::uuid is null or v.client_id = %(uid)s)
  and (%(visited_from)s::timestamptz is null or v.happened_at >= %(visited_from)s)
  and (%(visited_until)s::timestamptz is null or v.happened_at < %(visited_until)s)
order by v.happened_at desc, v.client_id
limit %(most)s
