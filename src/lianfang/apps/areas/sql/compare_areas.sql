-- purpose: what differs between the arriving table and the current areas that it speaks for
-- reads: area_arriving (temporary), areas_area
-- writes: area_change (temporary)
-- index: none; both sides are read whole and hashed
-- idempotency: dropped at the end of the transaction
-- Counts that the table does not bring are kept.
create temporary table area_change on commit drop as
with spoken_for as (
    select id, code, name, population, households
    from areas_area
    where until_edition_id is null
      and level = any (%(levels)s)
      and left(code, %(root_length)s) = any (%(roots)s)
)
select coalesce(n.code, o.code) as code,
       o.id as old_id,
       n.level,
       n.name,
       n.name_key,
       coalesce(n.population, o.population) as population,
       coalesce(n.households, o.households) as households,
       case
           when o.id is null then 'opened'
           when n.code is null then 'closed'
           when n.name <> o.name
                or n.population <> coalesce(o.population, -1)
                or n.households <> coalesce(o.households, -1) then 'changed'
           else 'unchanged'
       end as change
from area_arriving n
full join spoken_for o on o.code = n.code
