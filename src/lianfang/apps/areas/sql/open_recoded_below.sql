-- purpose: open the grids and buildings of re-coded places under their new code
-- reads: recoding_arriving (temporary), areas_area
-- writes: areas_area
-- index: area_code_current_once, area_closed_by_code
-- idempotency: a code that is current already is not opened again
insert into areas_area (code, level, name, name_key, population, households, from_edition_id)
select distinct on (n.new_code)
       n.new_code, a.level, a.name, a.name_key, a.population, a.households, %(edition)s
from recoding_arriving n
join areas_area a on a.code = n.old_code and a.until_edition_id = %(edition)s
where n.fresh and n.ground = 'below'
order by n.new_code, n.old_code, a.id desc
on conflict (code) where until_edition_id is null do nothing
