-- purpose: record the arriving re-codings that are not recorded yet, and mark them as fresh
-- reads: recoding_arriving (temporary)
-- writes: areas_recoding, recoding_arriving (temporary)
-- index: recoding_once
-- idempotency: an old code is recorded once per edition
with written as (
    insert into areas_recoding (old_code, new_code, edition_id, ground, recorded_at)
    select distinct on (old_code) old_code, new_code, %(edition)s, ground, %(at)s
    from recoding_arriving
    on conflict (old_code, edition_id) do nothing
    returning old_code
)
update recoding_arriving n
set fresh = true
from written w
where n.old_code = w.old_code
