-- purpose: of posts that a re-coding would bring together in one place, abolish all but the first
-- reads: recoding_arriving (temporary), areas_post
-- writes: areas_post
-- index: post_by_area
-- idempotency: abolished posts are left alone
update areas_post p
set abolished_at = greatest(%(at)s, p.established_at)
from (
    select p.id,
           row_number() over (partition by n.new_code, p.code, p.unit_id order by p.area, p.id) as place,
           exists (
               select 1
               from areas_post t
               where t.area = n.new_code and t.code = p.code and t.unit_id is not distinct from p.unit_id
                 and t.abolished_at is null
                 and not exists (select 1 from recoding_arriving m where m.fresh and m.old_code = t.area)
           ) as taken
    from recoding_arriving n
    join areas_post p on p.area = n.old_code
    where n.fresh and p.abolished_at is null
) d
where p.id = d.id and (d.place > 1 or d.taken) and p.abolished_at is null
