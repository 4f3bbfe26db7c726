-- purpose: take the hand-overs that are due, of each server the first that waits, so that no other worker does
-- reads: exchange_message, exchange_peer
-- writes: exchange_message
-- index: hand_over_due, hand_over_sequence_once
-- idempotency: what is taken is due again only after the lease
with due as (
    select m.id
    from exchange_message m
    join exchange_peer p on p.id = m.peer_id
    where m.next_at <= %(at)s and p.ended_at is null and p.url <> ''
      and not exists (
          select from exchange_message before
          where before.peer_id = m.peer_id and before.sequence < m.sequence and before.acknowledged_at is null
      )
    order by m.next_at, m.id
    limit %(limit)s
    for update of m skip locked
)
update exchange_message m
set next_at = %(leased_until)s, tried_at = %(at)s, attempts = m.attempts + 1
from due
where m.id = due.id
returning m.id
