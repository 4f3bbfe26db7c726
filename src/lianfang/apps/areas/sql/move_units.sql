-- purpose: let units follow their re-coded area; one whose name the new area has already stays
-- reads: recoding_arriving (temporary), areas_unit
-- writes: areas_unit
-- index: unit_once
-- idempotency: only fresh re-codings move
-- Places may change codes in a ring, so that units wait under a marked code before they take the new one.
update areas_unit u
set area = '~' || f.new_code
from (
    select distinct on (n.new_code, u.kind, u.name) u.id, n.new_code
    from recoding_arriving n
    join areas_unit u on u.area = n.old_code
    where n.fresh
      and not exists (
          select 1
          from areas_unit t
          where t.area = n.new_code and t.kind = u.kind and t.name = u.name
            and not exists (select 1 from recoding_arriving m where m.fresh and m.old_code = t.area)
      )
    order by n.new_code, u.kind, u.name, u.id
) f
where u.id = f.id;
update areas_unit
set area = substr(area, 2)
where area >= '~'
