-- purpose: delete what was handed in at the desk before the term, taken or not; lists that were taken stay
-- reads: intake_submission
-- writes: intake_submission
-- index: none; submissions are few
-- idempotency: what is deleted is not found again
delete from intake_submission s
where s.area >= %(lo)s
  and s.area < %(hi)s
  and s.received_at < %(before_at)s
  and s.state <> 'working'
