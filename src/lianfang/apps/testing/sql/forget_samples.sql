-- purpose: delete samples taken before the term, and tubes that hold none any more with what happened to them
-- reads: nothing
-- writes: testing_sample, testing_tube, testing_tubeevent, testing_hold
-- index: none: read whole, at night
-- idempotency: what is gone is gone
with old as (
    select tube.id
    from testing_tube tube
    where tube.area >= %(lo)s and tube.area < %(hi)s and tube.recorded_at < %(before_at)s
      and not exists (select from testing_sample s where s.tube_id = tube.id and s.happened_at >= %(before_at)s)
), samples as (
    delete from testing_sample where tube_id in (select id from old)
), holds as (
    delete from testing_hold where tube_id in (select id from old)
), events as (
    delete from testing_tubeevent where tube_id in (select id from old)
)
delete from testing_tube where id in (select id from old)
