-- purpose: slots of the duty to fill a vacant post: from the vacancy's beginning until somebody holds it
-- reads: areas_post, areas_assignment
-- writes: nothing
-- index: post_by_area, assignment_by_area, areas_assignment.post_id
-- idempotency: reads only
--
-- Most posts are held by somebody who began before the view and has not ended: no vacancy of theirs is open in it or
-- filled in it. They are dropped by one join; only the others' vacancies are looked for.
with unsettled as materialized (
    select p.id, p.uid, p.code, p.area, p.established_at, p.abolished_at
    from areas_post p
    where p.area >= %(lo)s and p.area < %(hi)s
      and coalesce(p.abolished_at, 'infinity') > %(from_at)s
      and not exists (
          select
          from areas_assignment a
          where a.post_id = p.id and a.area >= %(lo)s and a.area < %(hi)s
            and a.begins_at < %(from_at)s and a.begin_recorded_at <= %(known_at)s
            and (a.end_recorded_at <= %(known_at)s) is not true
      )
)
select v.uid::text as subject_id,
       v.code || to_char(v.opens_at at time zone %(zone)s, ' YYYY-MM-DD HH24:MI') as ref,
       v.area,
       v.opens_at,
       v.opens_at + %(within)s as due_at,
       coalesce(v.abolished_at, 'infinity') as lapses_at,
       case when f.begins_at <= %(until_at)s then f.begins_at end as done_at,
       case when f.begins_at <= %(until_at)s then f.uid::text end as evidence
from (
    select id as post_id, uid, code, area, abolished_at, established_at as opens_at
    from unsettled
    union
    select p.id, p.uid, p.code, p.area, p.abolished_at, a.ends_at
    from unsettled p
    join areas_assignment a on a.post_id = p.id
    where a.end_recorded_at <= %(known_at)s
) v
left join lateral (
    select a.begins_at, a.uid
    from areas_assignment a
    where a.post_id = v.post_id
      and a.begin_recorded_at <= %(known_at)s
      and (a.ends_at is null or a.ends_at > v.opens_at or a.end_recorded_at > %(known_at)s)
    order by a.begins_at
    limit 1
) f on true
where v.opens_at <= %(until_at)s
  and (v.abolished_at is null or v.abolished_at > v.opens_at)
  and (f.begins_at is null or f.begins_at > v.opens_at)
  and (f.begins_at is null or f.begins_at >= %(from_at)s)
