-- purpose: delete photographs of verifications before the term
-- reads: facilities_verification
-- writes: facilities_verificationphotograph
-- index: none: read whole, at night
-- idempotency: what is gone is gone
delete from facilities_verificationphotograph photograph
using facilities_verification verification
where verification.id = photograph.verification_id and photograph.area >= %(lo)s and photograph.area < %(hi)s
  and verification.happened_at < %(before_at)s
