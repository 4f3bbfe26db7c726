-- purpose: delete holds at fever clinics that ended before the term
-- reads: nothing
-- writes: facilities_clinichold
-- index: none: read whole, at night
-- idempotency: what is gone is gone
delete from facilities_clinichold
where area >= %(lo)s and area < %(hi)s and ended_at < %(before_at)s
