-- purpose: delete files of notices that were printed long ago; the sweep removes what they kept
-- reads: nothing
-- writes: control_noticesheaf
-- index: notice_sheaf_by_area
-- idempotency: what is deleted is not found again
delete from control_noticesheaf where area >= %(lo)s and area < %(hi)s and asked_at < %(before_at)s
