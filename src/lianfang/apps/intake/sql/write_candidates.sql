-- purpose: for rows in review name the persons they may be, with what agrees and what differs
-- reads: intake_fate, intake_hint, intake_match, intake_open (temporary), people_person, people_identitykey
-- writes: intake_candidate
-- index: people_identitykey primary key by digest
-- idempotency: candidate_once
--
-- At most ten a row, the surest first. A row that waits for another reason (a date, a place) names the person that
-- a rule would have matched.
insert into intake_candidate (batch_id, sheet_no, row_no, part, person_id, rule, agrees, differs)
select %(batch)s, f.sheet_no, f.row_no, 0, h.person_id, h.rule,
       to_jsonb(array_remove(array[
           case when p.name = s.name then 'name' when p.name_key = s.name_key then 'name_sound' end,
           case when keys.number then 'id' end,
           case when keys.phone then 'phone' end,
           case when p.birth_date = s.birth_date then 'birth_date' end,
           case when p.sex = s.sex then 'sex' end,
           case when left(p.area, 12) = left(f.area, 12) and length(f.area) >= 12 then 'village' end
       ], null)),
       to_jsonb(array_remove(array[
           case when p.name_key <> s.name_key then 'name' end,
           case when lianfang_other_number(p.id, s.id_kind, case when s.solid then s.id_digest end) then 'id' end,
           case when p.birth_date <> s.birth_date then 'birth_date' end,
           case when p.sex <> s.sex and p.sex <> '' then 'sex' end,
           case when left(p.area, 12) <> left(f.area, 12) and length(f.area) >= 12 then 'village' end
       ], null))
from (
    select k, person_id, rule, row_number() over (partition by k order by rank, person_id) as nth
    from (
        select distinct on (k, person_id) k, person_id, rule, rank
        from (
            select k, person_id, rule, rank from intake_hint
            union all
            select k, person_id, rule, -1 from intake_match where not several
        ) every
        where k in (select k from intake_fate where outcome = 'review')
        order by k, person_id, rank
    ) best
) h
join intake_fate f on f.k = h.k
join intake_open s on s.k = h.k
join people_person p on p.id = h.person_id
cross join lateral (
    select coalesce(bool_or(i.digest = s.id_digest), false) as number,
           coalesce(bool_or(i.digest = any (s.phones)), false) as phone
    from people_identitykey i
    where i.person_id = p.id
) keys
where h.nth <= 10
