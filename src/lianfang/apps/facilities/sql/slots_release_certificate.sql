-- purpose: slots of letting somebody go with a certificate, once the order that holds them in a site was released
-- reads: facilities_lodging, facilities_lodgingevent, facilities_site, areas_unit, control_measure
-- writes: nothing
-- index: lodging_by_site, primary key of control_measure, lodging_event_by_lodging
-- idempotency: a query
select stay.person_uid::text as subject_id,
       'lodging:' || stay.id as ref,
       stay.area,
       measure.released_at as opens_at,
       measure.released_at + %(within)s as due_at,
       coalesce(gone.happened_at, 'infinity') as lapses_at,
       done.happened_at as done_at,
       'lodging:' || stay.uid || ' released' as evidence,
       'unit_head@' || unit.uid as post
from facilities_lodging stay
join control_measure measure on measure.id = stay.measure_id
join facilities_site site on site.id = stay.site_id
join areas_unit unit on unit.id = site.unit_id
left join lateral (
    select e.happened_at from facilities_lodgingevent e
    where e.lodging_id = stay.id and e.kind = 'released' and e.recorded_at <= %(known_at)s
    limit 1
) done on true
left join lateral (
    select e.happened_at from facilities_lodgingevent e
    where e.lodging_id = stay.id and e.kind = 'left' and e.recorded_at <= %(known_at)s
    limit 1
) gone on true
where stay.area >= %(lo)s and stay.area < %(hi)s and stay.recorded_at <= %(known_at)s and stay.arrived_at is not null
  and measure.released_at <= %(until_at)s and measure.released_recorded_at <= %(known_at)s
  and stay.arrived_at <= measure.released_at
  and (gone.happened_at is null or gone.happened_at >= measure.released_at)
  and (done.happened_at is null or done.happened_at >= %(from_at)s)
