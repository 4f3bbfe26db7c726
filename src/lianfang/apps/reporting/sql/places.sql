-- purpose: an area, the areas one level below it, and the offices that speak for it and for the area above it
-- reads: areas_area, areas_unit
-- writes: nothing
-- index: area_code_current_once (area_area.code), unit_once (areas_unit.area)
-- idempotency: a query
select a.code, a.name, a.level,
       (select u.name from areas_unit u
        where u.area = a.code and u.kind in ('headquarters', 'town_office')
        order by u.kind, u.id limit 1) as office
from areas_area a
where a.until_edition_id is null
  and (a.code = %(area)s or a.code = %(parent)s
       or (a.code >= %(lo)s and a.code < %(hi)s and length(a.code) = %(digits)s))
order by a.code
