-- purpose: who lives in a site though the last order that holds them there has run out or ended
-- reads: facilities_lodging, control_measure
-- writes: nothing
-- index: lodging_by_site, foreign key index on person_id
-- idempotency: a query
select stay.id as lodging, stay.uid::text as uid, last.id as measure, last.open
from facilities_lodging stay
cross join lateral (
    select measure.id, measure.released_at is null and measure.end_ground in ('', 'lapsed') as open,
           measure.ended_at is null and measure.ends_on > %(on)s as holds
    from control_measure measure
    where measure.person_id = stay.person_id and measure.place = any (%(places)s) and measure.starts_on <= %(on)s
    order by measure.ended_at is null and measure.ends_on > %(on)s desc, measure.ends_on desc, measure.id desc
    limit 1
) last
where stay.site_id = %(site_id)s and stay.during @> %(at)s and stay.arrived_at is not null
  and stay.measure_id is not null and not last.holds
order by stay.id
