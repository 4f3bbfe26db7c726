-- purpose: how long people lived in sites of an area under no order that holds them there, in a period, and why
-- reads: facilities_lodging, facilities_lodgingevent, facilities_site, areas_unit, control_measure
-- writes: nothing
-- index: lodging_by_site, foreign key index on person_id, lodging_event_by_lodging
-- idempotency: a query
select stay.uid as lodging, stay.person_uid::text as person, unit.name as site, lower(beyond.beyond) as until_at,
       upper(stay.during) as left_at, held.note as reason, counted.hours
from facilities_lodging stay
join facilities_site site on site.id = stay.site_id
join areas_unit unit on unit.id = site.unit_id
cross join lateral (
    select tstzmultirange(tstzrange(
               stay.arrived_at, greatest(stay.arrived_at, least(coalesce(upper(stay.during), %(until)s), %(until)s))))
           - coalesce(range_agg(tstzrange(ordered.from_at, ordered.until_at)), '{}'::tstzmultirange) as beyond
    from (
        select measure.starts_on::timestamp at time zone %(zone)s as from_at,
               least((measure.ends_on + %(release_by)s) at time zone %(zone)s,
                     case when measure.end_ground <> 'lapsed' then measure.ended_at + %(leave_within)s end) as until_at
        from control_measure measure
        where measure.person_id = stay.person_id and measure.place = any (%(places)s)
    ) ordered
    where ordered.from_at < ordered.until_at
) beyond
cross join lateral (
    select sum(extract(epoch from upper(part) - lower(part))) / 3600.0 as hours
    from unnest(beyond.beyond * tstzmultirange(tstzrange(%(since)s, %(until)s))) part
) counted
left join lateral (
    select e.note
    from facilities_lodgingevent e
    where e.lodging_id = stay.id and e.kind = 'held' and e.recorded_at <= %(until)s
    order by e.id desc
    limit 1
) held on true
where stay.area >= %(lo)s and stay.area < %(hi)s and stay.arrived_at is not null and not isempty(stay.during) and stay.measure_id is not null
  and coalesce(upper(stay.during), %(until)s) > %(since)s and counted.hours > 0
order by counted.hours desc, stay.id
