-- purpose: delete signatures of visits made before the term; the sweep removes their files
-- reads: inspection_visit
-- writes: inspection_signature
-- index: none: read whole, at night
-- idempotency: what is gone is gone
delete from inspection_signature signature
using inspection_visit visit
where visit.client_id = signature.visit_id
  and signature.area >= %(lo)s and signature.area < %(hi)s
  and visit.happened_at < %(before_at)s
