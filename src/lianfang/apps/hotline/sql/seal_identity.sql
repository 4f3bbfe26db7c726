-- purpose: put who brought a matter into the vault
-- reads: nothing
-- writes: hotline_sealedidentity
-- index: primary key
-- idempotency: the primary key refuses a second identity of a matter
-- Nothing is returned: the session that writes may not read.
insert into hotline_sealedidentity (matter, sealed, recorded_at)
values (%(matter)s, %(sealed)s, %(at)s)
