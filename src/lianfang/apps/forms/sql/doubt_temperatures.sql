-- purpose: the temperatures of each village in some days: how many of each value, how full the fullest minute of each
--   round was, how much more persons differ from one another than each from day to day
-- reads: control_reading
-- writes: nothing
-- index: reading_by_area
-- idempotency: reads only
-- 37.3 is control's FEVER_CELSIUS: fevers are no part of the pattern.
with reading as materialized (
    select left(r.area, %(digits)s) as area, r.person_id, r.on_date, r.slot, (r.celsius * 10)::integer as tenths,
           date_trunc('minute', r.happened_at) as minute
    from control_reading r
    where r.area >= %(lo)s and r.area < %(hi)s and r.on_date between %(from_day)s and %(on)s
      and length(r.area) >= %(digits)s and not r.repeats and r.celsius < 37.3 and r.recorded_at <= %(at)s
), tally as (
    select area, jsonb_object_agg(tenths, number) as tenths
    from (select area, tenths, count(*) as number from reading group by area, tenths) t
    group by area
), minute as (
    select area, on_date, slot, minute, count(*) as number from reading group by area, on_date, slot, minute
), round as (
    select distinct on (area, on_date, slot) area, on_date, slot, number as fullest, minute,
           sum(number) over (partition by area, on_date, slot) as readings
    from minute
    order by area, on_date, slot, number desc
), rounds as (
    select area, jsonb_agg(jsonb_build_array(readings, fullest, to_char(minute at time zone %(zone)s, 'HH24:MI'))
                           order by on_date, slot) as rounds
    from round
    group by area
), person as (
    select area, person_id, count(*) as number, avg(tenths) as middle, coalesce(var_pop(tenths), 0) * count(*) as within
    from reading
    group by area, person_id
), spread as (
    select area, count(*) as persons, sum(number) as readings, sum(within) as within,
           sum(number * middle * middle) - sum(number * middle) ^ 2 / sum(number) as between
    from person
    group by area
)
select area, tally.tenths, rounds.rounds,
       (spread.between / greatest(spread.persons - 1, 1))::float8
           / greatest((spread.within / greatest(spread.readings - spread.persons, 1))::float8, 1e-9) as differ
from tally
join rounds using (area)
join spread using (area)
order by area
