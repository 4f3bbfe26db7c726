-- purpose: slots of the duty to staff a place by the norms of its level: one for each holder asked for, each day
-- reads: areas_area, areas_edition, areas_post, areas_assignment
-- writes: nothing
-- index: area_code_current_once, post_by_area, assignment_by_area, areas_assignment.post_id
-- idempotency: reads only
with holdings as (
    select p.area, p.code as post, a.id, a.uid, a.begins_at,
           case when a.ends_at <= %(until_at)s and a.end_recorded_at <= %(known_at)s then a.ends_at end as ends_at
    from areas_post p
    join areas_assignment a on a.post_id = p.id
    where p.area >= %(lo)s and p.area < %(hi)s and p.code = any(%(posts)s::text[])
      and (p.abolished_at is null or p.abolished_at > %(until_at)s)
      and a.begin_recorded_at <= %(known_at)s and a.begins_at <= %(until_at)s
),
held as (
    select area, post, uid, begins_at, row_number() over (partition by area, post order by begins_at, id) as nth
    from holdings
    where ends_at is null
),
lost as (
    select area, post, ends_at, row_number() over (partition by area, post order by ends_at desc, id) as nth
    from holdings
    where ends_at is not null
),
established as (
    select area, code as post, min(established_at) as at
    from areas_post
    where area >= %(lo)s and area < %(hi)s and established_at <= %(until_at)s
      and (abolished_at is null or abolished_at > %(until_at)s)
    group by area, code
)
select place.code as subject_id,
       concat_ws(' ', norm.post, n.nth, to_char(s.opens_at at time zone %(zone)s, 'YYYY-MM-DD HH24:MI')) as ref,
       place.code as area,
       s.opens_at,
       s.opens_at + %(within)s as due_at,
       'infinity'::timestamptz as lapses_at,
       case when held.uid is not null then greatest(held.begins_at, day.begins) end as done_at,
       held.uid::text as evidence
from unnest(%(posts)s::text[], %(levels)s::int[], %(counts)s::int[]) norm(post, level, number)
join areas_area place
    on place.level = norm.level and place.until_edition_id is null and place.code >= %(lo)s and place.code < %(hi)s
join areas_edition edition on edition.id = place.from_edition_id and edition.loaded_at <= %(known_at)s
cross join (select %(on_date)s::date::timestamp at time zone %(zone)s as begins) day
cross join generate_series(1, norm.number) n(nth)
left join held on held.area = place.code and held.post = norm.post and held.nth = n.nth
left join established on established.area = place.code and established.post = norm.post
left join lost
    on lost.area = place.code and lost.post = norm.post
   and lost.nth = n.nth - (
       select count(*) from held settled
       where settled.area = place.code and settled.post = norm.post and settled.begins_at < day.begins
   )
cross join lateral (
    select case when held.begins_at < day.begins then day.begins
                else least(coalesce(lost.ends_at, established.at, edition.loaded_at), held.begins_at) end as opens_at
) s
where s.opens_at <= %(until_at)s
