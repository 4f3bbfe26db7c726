-- purpose: the cipher of who brought one matter, for the session that opens just this
-- reads: hotline_sealedidentity
-- writes: nothing
-- index: primary key
-- idempotency: reads only
select sealed from hotline_sealedidentity where matter = %(matter)s
