"""The county of the benchmark of gaps, as statements; and for each kind of duty the SQL of a good hand."""

from typing import LiteralString

STEPS: dict[str, LiteralString] = {
    # A number from 0 to 9,999 that follows no pattern and is the same in every run.
    "chance": """
create function pg_temp.chance(seed bigint) returns bigint language sql immutable
return abs(hashint8(seed) %% 10000)
""",
    "posts": """
insert into areas_post (code, area, established_at)
select 'county_office', '990121', timestamptz '2021-01-01'
union all
select code, '990121' || town, timestamptz '2021-01-01'
from generate_series(100, 109) town, unnest(array['town_clerk', 'health_centre_head']) code
union all
select code, '990121' || town || lpad(village::text, 3, '0'), timestamptz '2021-01-01'
from generate_series(100, 109) town, generate_series(1, 12) village,
     unnest(array['village_secretary', 'village_cadre', 'village_doctor', 'area_leader']) code
union all
select 'grid_worker', '990121' || town || lpad(village::text, 3, '0') || lpad(grid::text, 3, '0'),
       timestamptz '2021-01-01'
from generate_series(100, 109) town, generate_series(1, 12) village, generate_series(1, 8) grid
where %(n)s > 0
""",
    "officers": """
insert into areas_officer (name)
select '负责人' || id from areas_post where pg_temp.chance(id) >= 500 order by id
""",
    "assignments": """
insert into areas_assignment (post_id, officer_id, area, begins_at, begin_recorded_at)
select post.id, officer.id, post.area, timestamptz '2021-02-01', timestamptz '2021-02-01'
from (
    select *, row_number() over (order by id) as place from areas_post where pg_temp.chance(id) >= 500
) post
join (select *, row_number() over (order by id) as place from areas_officer) officer using (place)
""",
    # Persons 1 to n are under measure now, n + 1 to 2n were last month.
    "persons": """
insert into people_person (name, name_key, sex, area, address, occupation, state, source, recorded_at)
select '测试', 'ce shi', '',
       '990121' || (100 + g %% 10) || lpad((1 + g / 10 %% 12)::text, 3, '0')
                || lpad((1 + g / 120 %% 8)::text, 3, '0'),
       '', '', 'present', '', timestamptz '2022-01-01'
from generate_series(1, 2 * %(n)s) g
""",
    "orders": """
insert into control_measure
    (series, step, last, person_id, person_uid, area, disease, exposure_id, rule_id, category, measure, place,
     strictness, readings_per_day, calls_per_day, test_dates, starts_on, ordered_until, issuer, issued_at,
     recorded_at, duties_from, ends_on, ends_by, served_at, served_recorded_at, visited_at,
     visited_recorded_at, ended_at, ended_recorded_at, end_ground, released_at, released_recorded_at)
select gen_random_uuid(), 1, true, id, uid, area, 'covid19', id, 1, 'close_contact', 'home_isolation', 'home',
       5, 2, 2, array[d, d + 3, d + 6, d + 9, d + 13], d, d + 14, '县疾控中心', issued, issued, d, d + 14,
       d + 14, served, served, visited, visited, gone, gone,
       case when gone is null then '' else 'released' end, gone, gone
from (
    select *, case when pg_temp.chance(id) >= 200 or old then issued + interval '1 hour' end as served,
           case when pg_temp.chance(-id) >= 300 or old
                then issued + interval '90 minutes' end as visited,
           case when old and pg_temp.chance(id) >= 50
                then (d + 14) + time '01:00' + id %% 720 * interval '1 minute' end as gone
    from (
        select *, d + time '01:00' + id %% 360 * interval '1 minute' as issued
        from (
            select *, id > %(n)s as old,
                   case when id > %(n)s then date '2022-02-10' - (pg_temp.chance(id + 7) %% 20)::int
                        else date '2022-03-10' - (pg_temp.chance(id + 7) %% 10)::int end as d
            from people_person
        ) begun
    ) decided
) told
order by issued
""",
    "events": """
insert into control_measureevent (measure_id, area, kind, ground, note, by, happened_at, recorded_at)
select m.id, m.area, e.kind, '', '', 'x', e.at, e.at
from control_measure m
cross join lateral (
    values ('served', m.served_at), ('visited', m.visited_at), ('released', m.released_at)
) e(kind, at)
where e.at is not null and %(n)s > 0
order by e.at
""",
    "readings": """
insert into control_reading
    (person_id, area, on_date, slot, celsius, symptoms, repeats, by, happened_at, recorded_at)
select m.person_id, m.area, day::date, slot.name,
       case when pg_temp.chance(m.person_id * 7 + extract(doy from day)::int) < 10 then 38.1 else 36.5 end,
       '', false, 'x', taken, taken
from control_measure m
cross join generate_series(m.starts_on::timestamp, timestamp '2022-03-10', interval '1 day') day
cross join (values ('am', time '00:00', 9600), ('pm', time '06:30', 9300)) slot(name, clock, share)
cross join lateral (select day + slot.clock + m.person_id %% 90 * interval '1 minute' as taken) moment
where m.person_id <= %(n)s and taken > m.issued_at
  and pg_temp.chance(m.person_id * 31 + extract(doy from day)::int * 17 + ascii(slot.name)) < slot.share
order by taken
""",
    "calls": """
insert into control_encounter
    (person_id, area, kind, on_date, slot, outcome, repeats, note, by, happened_at, recorded_at)
select m.person_id, m.area, 'call', day::date, slot.name, 'reached', false, '', 'x', called, called
from control_measure m
cross join generate_series(m.starts_on::timestamp, timestamp '2022-03-10', interval '1 day') day
cross join (values ('am', time '00:00', 9500), ('pm', time '06:30', 9400)) slot(name, clock, share)
cross join lateral (select day + slot.clock + m.person_id %% 150 * interval '1 minute' as called) moment
where m.person_id <= %(n)s and called > m.issued_at and called <= timestamp '2022-03-10 09:00'
  and pg_temp.chance(m.person_id * 29 + extract(doy from day)::int * 11 + ascii(slot.name)) < slot.share
order by called
""",
    "tests": """
insert into control_testresult
    (person_id, area, disease, sampled_on, result, laboratory, by, happened_at, recorded_at)
select m.person_id, m.area, m.disease, day, 'negative', '', 'x', day + time '04:00', day + time '04:00'
from control_measure m
cross join unnest(m.test_dates) day
where day <= date '2022-03-10' and pg_temp.chance(m.person_id + extract(doy from day)::int) >= 300
  and %(n)s > 0
order by day
""",
    "lists": """
insert into intake_batch
    (channel, area, file_name, file_hash, sheet, mapping_name, mapping, disease, state, received_at,
     recorded_at, by, rows, matched, created, review, rejected, forwarded, unchanged, ignored_lines)
select 'police_push', '990121', 'x', day::text, '', '', '{}', 'covid19', 'done', day, day, 'x',
       0, 0, 0, 0, 0, 0, 0, '[]'
from generate_series(timestamptz '2022-01-20', timestamptz '2022-03-10', interval '1 day') day
where %(n)s > 0
""",
    "rows": """
insert into intake_row
    (batch_id, sheet_no, row_no, part, outcome, rule, reason, person_id, area, facts_digest)
select b.id, 0, m.id, 0, 'matched', '', '', m.person_id, m.area, ''
from control_measure m
join intake_batch b on b.received_at::date = m.starts_on
where %(n)s > 0
""",
    "checks": """
insert into intake_check (person_id, area, outcome, note, by, happened_at, recorded_at)
select person_id, area, 'found_controlled', '', 'x', issued_at, issued_at
from control_measure
where pg_temp.chance(person_id) >= 250 and %(n)s > 0
order by issued_at
""",
    "analyse": """
analyze areas_post, areas_assignment, areas_officer, people_person, control_measure, control_measureevent,
        control_reading, control_encounter, control_testresult, intake_batch, intake_row, intake_check
""",
}

NOW: LiteralString = "timestamptz '2022-03-10 17:00+08'"
COUNTY: LiteralString = "area >= '990121' and area < '990121:'"
UNDER: LiteralString = (
    "m.area >= '990121' and m.area < '990121:' and m.starts_on <= '2022-03-10' and m.ends_on > '2022-03-10'"
    " and m.ended_at is null"
)
DAILY: LiteralString = "cross join (values ('am', time '10:00'), ('pm', time '16:00')) slot(name, due)"

HAND_WRITTEN: dict[str, LiteralString] = {
    "post_filled": """
select p.uid, p.area, p.established_at, p.established_at + interval '24 hours'
from areas_post p
where p.area >= '990121' and p.area < '990121:'
  and not exists (select from areas_assignment a where a.post_id = p.id and a.ends_at is null)
order by 4, 2""",
    "staffing": """
select place.code, norm.post
from (values ('town_clerk', 4), ('health_centre_head', 4), ('police_station_head', 4),
             ('village_secretary', 5), ('village_cadre', 5), ('village_doctor', 5),
             ('grid_worker', 6)) norm(post, level)
join areas_area place on place.level = norm.level and place.code >= '990121' and place.code < '990121:'
where not exists (select from areas_post p
                  where p.area = place.code and p.code = norm.post and p.abolished_at is null)
order by 1, 2""",
    "push_check": """
select r.person_id, r.area, b.received_at, b.received_at + interval '48 hours'
from intake_row r
join intake_batch b on b.id = r.batch_id and b.channel = 'police_push'
where r.area >= '990121' and r.area < '990121:' and r.outcome = 'matched'
  and not exists (select from intake_check c
                  where c.person_id = r.person_id and c.happened_at >= b.received_at)
order by 4, 2""",
    "review_decided": """
select r.batch_id, r.row_no, r.area
from intake_row r
where r.area >= '990121' and r.area < '990121:' and r.outcome = 'review'
  and not exists (select from intake_reviewdecision d
                  where d.batch_id = r.batch_id and d.row_no = r.row_no)""",
    "forward_acknowledged": """
select uid, held_in, happened_at, happened_at + interval '24 hours'
from intake_forward
where held_in >= '990121' and held_in < '990121:' and acknowledged_at is null
order by 4, 2""",
    "notice_served": """
select m.person_uid, m.area, m.issued_at, m.issued_at + interval '24 hours'
from control_measure m
where """
    + UNDER
    + " and m.served_at is null order by 4, 2",
    "first_visit": """
select m.person_uid, m.area, m.issued_at, m.issued_at + interval '24 hours'
from control_measure m
where """
    + UNDER
    + " and m.place = 'home' and m.visited_at is null order by 4, 2",
    "temperature": "select m.person_uid, slot.name, m.area, slot.due from control_measure m "
    + DAILY
    + " where "
    + UNDER
    + """ and m.issued_at < ('2022-03-10'::date + slot.due) at time zone 'Asia/Shanghai'
  and not exists (select from control_reading r
                  where r.person_id = m.person_id and r.on_date = '2022-03-10' and r.slot = slot.name)
order by 4, 3""",
    "call": "select m.person_uid, slot.name, m.area, slot.due from control_measure m"
    + " cross join (values ('am', time '12:00'), ('pm', time '20:00')) slot(name, due) where "
    + UNDER
    + """ and m.issued_at < ('2022-03-10'::date + slot.due) at time zone 'Asia/Shanghai'
  and not exists (select from control_encounter e
                  where e.person_id = m.person_id and e.on_date = '2022-03-10' and e.slot = slot.name)
order by 4, 3""",
    "missing_reading_followed": """
select m.person_uid, slot.name, m.area, step.name, slot.due
from control_measure m
cross join (values ('call', interval '0 hours'), ('knock', interval '2 hours')) step(name, after) """
    + DAILY
    + " where "
    + UNDER
    + """ and m.issued_at < ('2022-03-10'::date + slot.due) at time zone 'Asia/Shanghai'
  and ('2022-03-10'::date + slot.due) at time zone 'Asia/Shanghai' + step.after
      <= timestamptz '2022-03-10 17:00+08'
  and not exists (select from control_reading r
                  where r.person_id = m.person_id and r.on_date = '2022-03-10' and r.slot = slot.name)
  and not exists (select from control_encounter e
                  where e.person_id = m.person_id and e.on_date = '2022-03-10'
                    and e.happened_at >= ('2022-03-10'::date + slot.due) at time zone 'Asia/Shanghai')
order by 5, 3""",
    "fever_transfer": """
select distinct r.person_id, r.on_date, r.area
from control_reading r
where r.area >= '990121' and r.area < '990121:' and (r.celsius >= 37.3 or not r.symptoms = '')
  and not exists (select from control_encounter e where e.person_id = r.person_id and e.kind = 'transfer')
order by 2, 3""",
    "test_taken": """
select m.person_uid, m.area, planned.day
from control_measure m
cross join lateral (select max(day) as day from unnest(m.test_dates) day where day <= '2022-03-10') planned
where """
    + UNDER
    + """ and not exists (select from control_testresult t
                       where t.person_id = m.person_id and t.disease = m.disease
                         and t.sampled_on >= planned.day)
order by 3, 2""",
    "release_on_time": """
select m.person_uid, m.area, m.ends_on
from control_measure m
where m.area >= '990121' and m.area < '990121:' and m.ends_on <= '2022-03-10' and m.released_at is null
order by 3, 2""",
    "appeal_answered": """
select e.measure_id, e.area, e.happened_at
from control_measureevent e
where e.area >= '990121' and e.area < '990121:' and e.kind = 'appealed'
  and not exists (select from control_measureevent a
                  where a.measure_id = e.measure_id and a.kind = 'appeal_answered' and a.id > e.id)
order by 3, 2""",
}
