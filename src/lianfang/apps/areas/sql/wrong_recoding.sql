-- purpose: the first arriving re-coding that contradicts its edition, or what is recorded for it
-- reads: recoding_arriving (temporary), areas_area, areas_recoding
-- writes: nothing
-- index: area_closed_by_code, area_code_current_once, recoding_once
-- idempotency: reads only
select n.old_code, n.new_code,
       case
           when r.new_code <> n.new_code then 'recorded'
           when c.id is null then 'not_closed'
           when o.code is null then 'not_known'
           else 'too_late'
       end as reason
from recoding_arriving n
left join areas_recoding r on r.old_code = n.old_code and r.edition_id = %(edition)s
left join areas_area c on c.code = n.old_code and c.until_edition_id = %(edition)s
left join lateral (
    select code
    from areas_area
    where code = n.new_code
      and from_edition_id <= %(edition)s
      and (until_edition_id is null or until_edition_id > %(edition)s)
    limit 1
) o on true
where (r.id is not null and r.new_code <> n.new_code)
   or (r.id is null and (c.id is null or o.code is null))
   or (r.id is null and exists (
          select 1 from areas_recoding e where e.edition_id = %(edition)s and e.new_code = n.old_code))
order by n.old_code
limit 1
