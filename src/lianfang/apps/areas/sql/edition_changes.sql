-- purpose: areas that an edition closed and opened, at the levels its table went down to
-- reads: areas_area, areas_edition
-- writes: nothing
-- index: none; asked once after a load
-- idempotency: reads only
select case when a.until_edition_id = e.id then 'closed' else 'opened' end as side, a.code, a.level, a.name
from areas_edition e
join areas_area a on e.id in (a.from_edition_id, a.until_edition_id) and a.level <= e.deepest
where e.id = %(edition)s
order by a.code
