-- purpose: empty the vault of who brought matters that ended before the term
-- reads: hotline_matter, hotline_matterevent
-- writes: hotline_sealedidentity
-- index: primary key, foreign key index on matter_id
-- idempotency: what is gone is gone
delete from hotline_sealedidentity identity
using hotline_matter matter
where matter.uid = identity.matter and matter.area >= %(lo)s and matter.area < %(hi)s
  and exists (
          select from hotline_matterevent event
          where event.matter_id = matter.id and event.kind = 'closed' and event.recorded_at < %(before_at)s
      )
