-- purpose: matters of an area range as known at a moment, newest first: where each stands, who has it, its answer
-- reads: hotline_answers_known (hotline_matter, hotline_matterevent), control_measureevent
-- writes: nothing
-- index: matter_by_area, foreign key index on matter_id
-- idempotency: reads only
select matter.uid, matter.number, matter.kind, matter.need, matter.channel, matter.place, matter.area, matter.text,
       matter.received_at, stands.state, latest.post, latest.held_in, latest.due_at,
       coalesce(decided.note, answered.note, '') as answer,
       coalesce(decided.happened_at, case when joined.appeal is null then latest.done_at end) as answered_at,
       coalesce(rated.satisfaction, '') as satisfaction, joined.appeal,
       coalesce(decided.ground = 'upheld', false) as upheld,
       matter.contact_sealed is not null as has_contact,
       matter.kind in ('lead', 'complaint') as sealed
from hotline_matter matter
join lateral (
    select answer.number, answer.due_at, answer.post, answer.held_in, answer.done_at
    from hotline_answers_known(%(known_at)s, %(clocks)s::jsonb) answer
    where answer.matter_id = matter.id
    order by answer.number desc
    limit 1
) latest on true
left join lateral (
    select event.appeal
    from hotline_matterevent event
    where event.matter_id = matter.id and event.kind = 'joined' and event.recorded_at <= %(known_at)s
    order by event.id desc
    limit 1
) joined on true
left join lateral (
    select answer.note, answer.happened_at, answer.ground
    from control_measureevent appeal
    join control_measureevent answer
      on answer.measure_id = appeal.measure_id and answer.kind = 'appeal_answered' and answer.id > appeal.id
    where appeal.uid = joined.appeal and answer.recorded_at <= %(known_at)s
    order by answer.id
    limit 1
) decided on true
left join lateral (
    select event.note
    from hotline_matterevent event
    where event.matter_id = matter.id and event.kind = 'answered' and event.recorded_at <= %(known_at)s
    order by event.id desc
    limit 1
) answered on true
left join lateral (
    select event.satisfaction
    from hotline_matterevent event
    where event.matter_id = matter.id and event.kind = 'rated' and event.recorded_at <= %(known_at)s
    order by event.id desc
    limit 1
) rated on true
join lateral (
    select case
               when last.kind in ('assigned', 'handed_on') then 'waiting'
               when last.kind = 'acknowledged' then 'taken'
               when last.kind = 'joined' then case when decided.note is null then 'reviewed' else 'answered' end
               when last.kind = 'rated' then 'returned'
               when last.kind = 'answered' then 'answered'
               else 'closed'
           end as state
    from hotline_matterevent last
    where last.matter_id = matter.id and last.kind <> 'linked' and last.recorded_at <= %(known_at)s
      and (last.kind <> 'rated' or last.id = latest.number)
    order by last.id desc
    limit 1
) stands on true
where matter.area >= %(lo)s and matter.area < %(hi)s and matter.recorded_at <= %(known_at)s
  and (%(uid)s::uuid is null or matter.uid = %(uid)s)
  and (%(number)s = '' or matter.number = %(number)s)
  and (%(kind)s = '' or matter.kind = %(kind)s)
  and (%(state)s = '' or stands.state = %(state)s or (%(state)s = 'open' and stands.state <> 'closed'))
order by matter.received_at desc, matter.id desc
limit %(most)s
