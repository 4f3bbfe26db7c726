-- purpose: slots of bringing each meal of a day to a site where somebody lives while it is to be brought
-- reads: facilities_site, areas_unit, facilities_lodging, facilities_mealround
-- writes: nothing
-- index: site_by_area, lodging_by_site, meal_round_once
-- idempotency: a query
select site.uid::text as subject_id,
       meal.code || ' ' || meal.on_date as ref,
       site.area,
       meal.opens_at,
       meal.due_at,
       (meal.on_date + 1)::timestamp at time zone %(zone)s as lapses_at,
       served.happened_at as done_at,
       'meal_round:' || served.uid as evidence,
       'unit_head@' || unit.uid as post
from facilities_site site
join areas_unit unit on unit.id = site.unit_id
cross join lateral (
    select clock.code, day::date as on_date,
           (day + clock.opens) at time zone %(zone)s as opens_at, (day + clock.due) at time zone %(zone)s as due_at
    from generate_series(
             (%(from_at)s::timestamptz at time zone %(zone)s)::date::timestamp,
             %(until_at)s::timestamptz at time zone %(zone)s, '1 day') day
    cross join unnest(%(meals)s::text[], %(opens)s::interval[], %(dues)s::interval[]) clock (code, opens, due)
) meal
left join facilities_mealround served
  on served.site_id = site.id and served.on_date = meal.on_date and served.meal = meal.code
 and served.recorded_at <= %(known_at)s
where site.area >= %(lo)s and site.area < %(hi)s and site.recorded_at <= %(known_at)s
  and meal.opens_at <= %(until_at)s
  and (served.happened_at is null or served.happened_at >= %(from_at)s)
  and exists (
      select from facilities_lodging stay
      where stay.site_id = site.id and stay.room_held @> meal.due_at and stay.during @> meal.due_at
        and stay.arrived_at <= meal.opens_at and stay.recorded_at <= %(known_at)s
  )
