-- purpose: let persons follow the areas that changed their code with one edition
-- reads: nothing
-- writes: people_person
-- index: person_by_area
-- idempotency: one pass of one edition; the caller keeps how far re-codings were followed
update people_person p
set area = n.new_code
from unnest(%(old_codes)s::text[], %(new_codes)s::text[]) n (old_code, new_code)
where p.area = n.old_code collate "C"
