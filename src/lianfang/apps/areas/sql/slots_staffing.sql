-- purpose: slots of the duty to establish the posts that the norms of a place's level ask for, each of them each day
-- reads: areas_area, areas_edition, areas_post
-- writes: nothing
-- index: area_code_current_once, post_by_area
-- idempotency: reads only
--
-- A post that stands vacant is established: to fill it is another duty, so that nobody is lacking twice.
with posts as (
    select area, code as post, id, uid, established_at as begins_at,
           case when abolished_at <= %(until_at)s then abolished_at end as ends_at
    from areas_post
    where area >= %(lo)s and area < %(hi)s and code = any(%(posts)s::text[]) and established_at <= %(until_at)s
),
standing as (
    select area, post, uid, begins_at, row_number() over (partition by area, post order by begins_at, id) as nth
    from posts
    where ends_at is null
),
abolished as (
    select area, post, ends_at, row_number() over (partition by area, post order by ends_at desc, id) as nth
    from posts
    where ends_at is not null
)
select place.code as subject_id,
       concat_ws(' ', norm.post, n.nth, to_char(s.opens_at at time zone %(zone)s, 'YYYY-MM-DD HH24:MI')) as ref,
       place.code as area,
       s.opens_at,
       s.opens_at + %(within)s as due_at,
       'infinity'::timestamptz as lapses_at,
       case when standing.uid is not null then greatest(standing.begins_at, day.begins) end as done_at,
       standing.uid::text as evidence
from unnest(%(posts)s::text[], %(levels)s::int[], %(counts)s::int[]) norm(post, level, number)
join areas_area place
    on place.level = norm.level and place.until_edition_id is null and place.code >= %(lo)s and place.code < %(hi)s
join areas_edition edition on edition.id = place.from_edition_id and edition.loaded_at <= %(known_at)s
cross join (select %(on_date)s::date::timestamp at time zone %(zone)s as begins) day
cross join generate_series(1, norm.number) n(nth)
left join standing on standing.area = place.code and standing.post = norm.post and standing.nth = n.nth
left join abolished
    on abolished.area = place.code and abolished.post = norm.post
   and abolished.nth = n.nth - (
       select count(*) from standing settled
       where settled.area = place.code and settled.post = norm.post and settled.begins_at < day.begins
   )
cross join lateral (
    select case when standing.begins_at < day.begins then day.begins
                else least(coalesce(abolished.ends_at, edition.loaded_at), standing.begins_at) end as opens_at
) s
where s.opens_at <= %(until_at)s
