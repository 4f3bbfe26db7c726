-- purpose: what a code of an earlier edition is now, along the chain of re-codings
-- reads: areas_recoding, areas_area
-- writes: nothing
-- index: recoding_once, area_code_current_once
-- idempotency: reads only
-- The number of the edition rises at every step, so that a chain ends, and a code that was given away and used
-- anew in one edition does not run on within it.
with recursive chain as (
    select %(code)s::text collate "C" as code, %(since_edition)s::bigint as edition, 0 as step
    union all
    select n.new_code, n.edition_id, c.step + 1
    from chain c
    cross join lateral (
        select new_code, edition_id
        from areas_recoding
        where old_code = c.code and edition_id > c.edition
        order by edition_id
        limit 1
    ) n
)
select c.code
from chain c
join areas_area a on a.code = c.code and a.until_edition_id is null
order by c.step desc
limit 1
