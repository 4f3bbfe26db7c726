-- purpose: empty the ways to reach callers of matters that ended before the term
-- reads: hotline_matterevent
-- writes: hotline_matter
-- index: foreign key index on matter_id
-- idempotency: what is empty stays empty
update hotline_matter matter
set contact_sealed = null
where matter.area >= %(lo)s and matter.area < %(hi)s and matter.contact_sealed is not null
  and exists (
          select from hotline_matterevent event
          where event.matter_id = matter.id and event.kind = 'closed' and event.recorded_at < %(before_at)s
      )
