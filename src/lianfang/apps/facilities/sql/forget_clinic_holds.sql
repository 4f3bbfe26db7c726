-- purpose: delete holds at fever clinics that ended before the term, with their letters
-- reads: nothing
-- writes: facilities_clinichold, facilities_clinicletter
-- index: none: read whole, at night
-- idempotency: what is gone is gone
with gone as (
    select id from facilities_clinichold where area >= %(lo)s and area < %(hi)s and ended_at < %(before_at)s
), letters as (
    delete from facilities_clinicletter where hold_id in (select id from gone)
)
delete from facilities_clinichold where id in (select id from gone)
