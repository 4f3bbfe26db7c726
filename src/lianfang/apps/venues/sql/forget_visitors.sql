-- purpose: visitors whom nobody has told of for as long as stays are kept
-- reads: venues_visitor
-- writes: venues_visitor
-- index: visitor_by_time
-- idempotency: deletes what is left of what is due
delete from venues_visitor
where seen_at < %(before_at)s and area >= %(lo)s and area < %(hi)s
