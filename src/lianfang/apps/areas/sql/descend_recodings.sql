-- purpose: re-code the grids and buildings below freshly re-coded places, of which the edition's table does not speak
-- reads: recoding_arriving (temporary), areas_area, areas_edition
-- writes: areas_recoding, recoding_arriving (temporary)
-- index: area_closed_by_code (prefix range per place), recoding_once
-- idempotency: an old code is recorded once per edition
with below as (
    select distinct on (a.code) a.code as old_code, n.new_code || substr(a.code, length(n.old_code) + 1) as new_code
    from recoding_arriving n
    join areas_edition e on e.id = %(edition)s
    join areas_area a
        on a.code > n.old_code and a.code < n.old_code || ':'
       and a.level > e.deepest
       and (a.until_edition_id = e.id or a.until_edition_id is null)
    where n.fresh
    order by a.code, length(n.old_code) desc
), written as (
    insert into areas_recoding (old_code, new_code, edition_id, ground, recorded_at)
    select old_code, new_code, %(edition)s, 'below', %(at)s
    from below
    on conflict (old_code, edition_id) do nothing
    returning old_code, new_code
)
insert into recoding_arriving (old_code, new_code, ground, fresh)
select old_code, new_code, 'below', true
from written
