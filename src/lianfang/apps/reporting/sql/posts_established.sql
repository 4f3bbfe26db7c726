-- purpose: posts established at the cut-off; part: held or vacant as then known
-- reads: areas_post, areas_assignment
-- writes: nothing
-- index: post_by_area; areas_assignment.post_id
-- idempotency: a query
select 'post' as kind, p.uid::text as id, case when h.held then 'held' else 'vacant' end as part
from areas_post p
cross join lateral (
    select exists (select from areas_assignment a
                   where a.post_id = p.id
                     and a.begins_at <= %(until_at)s and a.begin_recorded_at <= %(known_at)s
                     and (a.ends_at is null or a.ends_at > %(until_at)s or a.end_recorded_at > %(known_at)s)) as held
) h
where p.area >= %(lo)s and p.area < %(hi)s
  and p.established_at <= %(until_at)s and (p.abolished_at is null or p.abolished_at > %(until_at)s)
