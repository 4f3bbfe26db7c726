-- purpose: transfers of an area range, or those to and from one unit, each with who answers for the person since when
-- reads: facilities_transfer, facilities_handover, facilities_site, areas_unit
-- writes: nothing
-- index: transfer_by_area, custody_moment_once
-- idempotency: a query
select transfer.uid, transfer.id, transfer.area, transfer.person_uid::text as person, transfer.why,
       transfer.from_place, transfer.to_place, site.uid as site, transfer.requested_at, transfer.due_at,
       transfer.ended_at, transfer.cancelled, held.custodian, held.name as custodian_name,
       held.happened_at as since, held.vehicle, held.uid as turn, held.step
from facilities_transfer transfer
left join facilities_site site on site.id = transfer.site_id
join lateral (
    select h.uid, h.custodian, h.name, h.happened_at, h.vehicle,
           count(*) over () - 1 as step
    from facilities_handover h
    where h.transfer_id = transfer.id
    order by h.happened_at desc
    limit 1
) held on true
where transfer.area >= %(lo)s and transfer.area < %(hi)s
  and (%(own)s::uuid is null
       or exists (select from areas_unit unit
                  where unit.uid = %(own)s and unit.id in (site.unit_id, transfer.from_unit_id)))
  and (%(uid)s::uuid is null or transfer.uid = %(uid)s)
  and (%(uid)s::uuid is not null or transfer.ended_at is null or transfer.ended_at > %(since)s)
order by transfer.ended_at is not null, transfer.due_at, transfer.id
limit 500
