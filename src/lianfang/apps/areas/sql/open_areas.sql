-- purpose: open the areas that a new edition brings or names otherwise; counts it does not bring are kept
-- reads: area_change (temporary), area_arriving (temporary), areas_area
-- writes: areas_area
-- index: area_code_current_once refuses a second current row of a code
-- idempotency: only what differs is opened
insert into areas_area (code, level, name, name_key, population, households, from_edition_id)
select n.code, n.level, n.name, n.name_key,
       coalesce(n.population, o.population), coalesce(n.households, o.households), %(edition)s
from area_change c
join area_arriving n on n.code = c.code
left join areas_area o on o.id = c.old_id
where c.change in ('opened', 'changed')
order by n.code
