-- purpose: delete what was needed where nothing happened since the term, with what was done about it
-- reads: facilities_needevent
-- writes: facilities_need, facilities_needevent
-- index: none: read whole, at night
-- idempotency: what is gone is gone
with gone as (
    select need.id
    from facilities_need need
    where need.area >= %(lo)s and need.area < %(hi)s and need.happened_at < %(before_at)s
      and not exists (
          select from facilities_needevent later
          where later.need_id = need.id and later.happened_at >= %(before_at)s
      )
), events as (
    delete from facilities_needevent where need_id in (select id from gone)
)
delete from facilities_need where id in (select id from gone)
