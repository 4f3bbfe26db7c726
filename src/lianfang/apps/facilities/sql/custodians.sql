-- purpose: who answered for a person at a moment, over all transfers: from the request until arrival or the end
-- reads: facilities_transfer, facilities_handover
-- writes: nothing
-- index: foreign key index on person_id, custody_step_once
-- idempotency: a query
select turn.custodian, turn.name
from (
    select h.custodian, h.name, h.happened_at as from_at,
           coalesce(lead(h.happened_at) over (partition by h.transfer_id order by h.happened_at),
                    transfer.ended_at, 'infinity') as until_at
    from facilities_transfer transfer
    join facilities_handover h on h.transfer_id = transfer.id
    where transfer.person_uid = %(person)s
) turn
where turn.from_at <= %(at)s and %(at)s < turn.until_at
