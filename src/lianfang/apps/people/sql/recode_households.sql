-- purpose: let households follow the areas that changed their code with one edition
-- reads: nothing
-- writes: people_household
-- index: household_by_address
-- idempotency: one pass of one edition; the caller keeps how far re-codings were followed
update people_household h
set area = n.new_code
from unnest(%(old_codes)s::text[], %(new_codes)s::text[]) n (old_code, new_code)
where h.area = n.old_code collate "C"
