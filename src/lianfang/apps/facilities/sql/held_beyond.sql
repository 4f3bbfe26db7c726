-- purpose: how long people lived in sites of an area beyond the last order that held them there, in a period, and why
-- reads: facilities_lodging, facilities_lodgingevent, facilities_site, areas_unit, control_measure
-- writes: nothing
-- index: lodging_by_site, foreign key index on person_id, lodging_event_by_lodging
-- idempotency: a query
select stay.uid as lodging, stay.person_uid::text as person, unit.name as site, ordered.until_at,
       upper(stay.during) as left_at, held.note as reason,
       extract(epoch from least(coalesce(upper(stay.during), %(until)s), %(until)s)
                          - greatest(ordered.until_at, %(since)s)) / 3600.0 as hours
from facilities_lodging stay
join facilities_site site on site.id = stay.site_id
join areas_unit unit on unit.id = site.unit_id
cross join lateral (
    select max(least((measure.ends_on + %(release_by)s) at time zone %(zone)s,
                     case when measure.end_ground <> 'lapsed' then measure.ended_at + %(leave_within)s end)) as until_at
    from control_measure measure
    where measure.person_id = stay.person_id and measure.place = any (%(places)s)
      and measure.starts_on::timestamp at time zone %(zone)s <= coalesce(upper(stay.during), %(until)s)
) ordered
left join lateral (
    select e.note
    from facilities_lodgingevent e
    where e.lodging_id = stay.id and e.kind = 'held' and e.recorded_at <= %(until)s
    order by e.id desc
    limit 1
) held on true
where stay.area >= %(lo)s and stay.area < %(hi)s and stay.arrived_at is not null and stay.measure_id is not null
  and ordered.until_at < least(coalesce(upper(stay.during), %(until)s), %(until)s)
  and coalesce(upper(stay.during), %(until)s) > %(since)s
order by hours desc, stay.id
