-- purpose: delete stays that ended before the term, with what happened in them and what was needed
-- reads: nothing
-- writes: facilities_lodging, facilities_lodgingevent, facilities_need, facilities_needevent
-- index: none: read whole, at night
-- idempotency: what is gone is gone
with gone as (
    select id
    from facilities_lodging
    where area >= %(lo)s and area < %(hi)s and coalesce(upper(room_held), case when isempty(room_held) then recorded_at end) < %(before_at)s
), events as (
    delete from facilities_lodgingevent where lodging_id in (select id from gone)
), needs as (
    delete from facilities_need where lodging_id in (select id from gone) returning id
), answers as (
    delete from facilities_needevent where need_id in (select id from needs)
)
delete from facilities_lodging where id in (select id from gone)
