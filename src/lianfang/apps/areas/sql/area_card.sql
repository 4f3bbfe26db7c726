-- purpose: what is known of one current area
-- reads: areas_area, areas_edition, areas_unit
-- writes: nothing
-- index: area_code_current_once, unit_once
-- idempotency: reads only
select a.code, a.level, a.name, a.population, a.households, e.label as edition,
       (select count(*)
        from areas_area b
        where b.until_edition_id is null and b.code > %(lo)s and b.code < %(hi)s) as below,
       (select count(*) from areas_unit u where u.area >= %(lo)s and u.area < %(hi)s) as units
from areas_area a
join areas_edition e on e.id = a.from_edition_id
where a.until_edition_id is null and a.code = %(code)s
