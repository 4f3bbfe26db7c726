-- purpose: numbers and telephones that matched rows bring and their persons do not have yet
-- reads: intake_match, intake_open (temporary), people_identitykey
-- writes: intake_learn (temporary)
-- index: people_identitykey primary key and by person; hashed for many
-- idempotency: what is known is not learnt again; keys that several rows tell are written once
--
-- A number is learnt only by a person without one of its kind, and never from a restored or doubtful text.
insert into intake_learn (k, person_id, kind, digest)
select min(k), person_id, kind, digest
from (
    select m.k, m.person_id, 'phone' as kind, phone.digest
    from intake_match m
    join intake_open s on s.k = m.k
    cross join lateral unnest(s.phones) as phone (digest)
    where m.round >= %(round)s and not m.several and s.waiting = ''
    union all
    select m.k, m.person_id, s.id_kind, s.id_digest
    from intake_match m
    join intake_open s on s.k = m.k
    where m.round >= %(round)s and not m.several and s.waiting = '' and s.solid and m.rule not like 'id!_%%' escape '!'
      and not exists (
          select from people_identitykey own where own.person_id = m.person_id and own.kind = s.id_kind
      )
    order by digest
) told
where not exists (
    select from people_identitykey i where i.digest = told.digest and i.person_id = told.person_id offset 0
)
group by person_id, kind, digest
