-- purpose: findings of an area as known at a moment, newest first: those of the filters, or every one and whether it is asked
-- reads: inspection_findings_known (inspection_finding, inspection_findingevent), areas_area
-- writes: nothing
-- index: finding_by_area, finding_event_by_finding
-- idempotency: reads only
select f.uid, f.id, f.area, coalesce(place.name, f.area) as place, f.kind, f.target, f.unit, f.name, f.item,
       f.category, f.text, f.mode, f.severity, f.by, f.by_user, f.found_at, f.recorded_at, f.due_at, f.state,
       f.rounds, f.times, f.state in ('open', 'reopened') and f.due_at < %(at)s as overdue,
       f.rectified_at, f.rectified_by, f.rectified_user, f.rectified_text, f.closed_at, fits.asked
from inspection_findings_known(%(lo)s, %(hi)s, %(known_at)s) f
left join areas_area place on place.code = f.area and place.until_edition_id is null
cross join lateral (
    select (%(target)s::text is null or f.target = %(target)s)
        and (%(uid)s::uuid is null or f.uid = %(uid)s)
        and (%(visit)s::uuid is null or exists (
            select from inspection_finding own where own.id = f.id and own.visit_id = %(visit)s
        ))
        and (%(kind)s::text is null or f.kind = %(kind)s)
        and (%(state)s::text is null or f.state = %(state)s or (%(state)s = 'unclosed' and f.state not in ('closed', 'withdrawn')))
        and (%(category)s::text is null or f.category = %(category)s)
        and (%(severity)s::text is null or f.severity = %(severity)s)
        and (not %(repeated)s or f.times > 1)
        and (not %(late)s or (f.state in ('open', 'reopened') and f.due_at < %(at)s))
        and (%(found_from)s::timestamptz is null or f.found_at >= %(found_from)s)
        and (%(found_until)s::timestamptz is null or f.found_at < %(found_until)s)
        and (%(closed_from)s::timestamptz is null or f.closed_at >= %(closed_from)s)
        and (%(closed_until)s::timestamptz is null or f.closed_at < %(closed_until)s) as asked
) fits
where f.found_at <= %(at)s
  and (%(own)s::uuid is null or f.unit = %(own)s)
  and (%(every)s or fits.asked)
order by f.found_at desc, f.id desc
limit %(most)s
