-- purpose: the fate of every row: where it lies, what becomes of it, and why
-- reads: intake_open, intake_match, intake_hint, intake_repeated, intake_again (temporary), intake_row, intake_batch
-- writes: intake_fate (temporary)
-- index: intake_row by person; hashed for many
-- idempotency: made anew for each chunk, dropped at the end of the transaction
--
-- Place: what the row says, made deeper by the register where both agree; the register where the row says nothing
-- or names several places of which one is the person's; the list's own area where nothing else is certain; null
-- where it can't be told which place is meant; '' for a place that no table knows.
-- Verdict: outcome and reason, the first that applies.
-- What the row tells stands beside it, in the order in which all of it is written: person by person.
create temporary table intake_fate on commit drop as
with hint as (
    select distinct on (k) k, rule from intake_hint order by k, rank, rule
),
told as materialized (
    select distinct r.person_id, r.facts_digest
    from intake_row r
    join intake_batch b on b.id = r.batch_id and b.channel = %(channel)s
    where r.person_id in (select person_id from intake_match)
      and (r.batch_id <> %(batch)s or r.person_id in (select person_id from intake_again))
)
select s.k, s.sheet_no, s.row_no, s.facts_digest, m.person_id, m.area as registered,
       coalesce(m.rule, '') as rule,
       case
           when starts_with(judged.verdict, 'forwarded') or starts_with(place.area, %(area)s) then place.area
           else %(area)s
       end as area,
       split_part(judged.verdict, ':', 1) collate "C" as outcome,
       split_part(judged.verdict, ':', 2) collate "C" as reason,
       s.exposure_kind, s.last_exposure, s.arrived, s.vaccinated,
       coalesce(s.level, '') as level, coalesce(s.origin, '') as origin, s.groups
from intake_open s
left join intake_match m on m.k = s.k
left join hint h on h.k = s.k
left join intake_repeated r on r.k = s.k
left join told t on t.person_id = m.person_id and t.facts_digest = s.facts_digest
cross join lateral (
    select case
               when s.place_state = 'known' then case
                   when starts_with(m.area, s.places[1]) then m.area
                   when starts_with(%(area)s, s.places[1]) then %(area)s
                   else left(s.places[1], 15)
               end
               when s.place_state in ('several', 'contradiction') then case
                   when exists (select from unnest(s.places) c where c <> '' and starts_with(m.area, c)) then m.area
               end
               when s.place_state = 'outside' then ''
               else coalesce(m.area, %(area)s)
           end as area,
           r.k is not null or t.person_id is not null as known
    offset 0
) place
cross join lateral (
    select case
               when s.rejecting <> '' then 'rejected:' || s.rejecting
               when %(returning)s and m.k is null then 'rejected:person_unknown'
               when %(returning)s and s.outcome is null then 'rejected:outcome_missing'
               when %(returning)s and m.several then 'rejected:several'
               when s.waiting <> '' then 'review:' || s.waiting
               when m.several then 'review:several'
               when m.k is not null then case
                   when place.known then 'unchanged:sent_before'
                   when place.area is null then case s.place_state
                       when 'contradiction' then 'review:places_contradict' else 'review:village_ambiguous' end
                   when not starts_with(place.area, %(area)s) and not %(returning)s then 'forwarded:outside_area'
                   else case when m.rule like 'new!_%%' escape '!' then 'created:' else 'matched:' end || case
                       when s.birth_fault then 'birth_contradicts_id'
                       when s.unread_fact then 'exposure_unread'
                       when s.place_state = 'unread' then 'place_unread'
                       when s.place_state = 'none' and m.rule like 'new!_%%' escape '!' then 'place_missing'
                       else ''
                   end
               end
               when h.rule in ('several', 'id_other_name') then 'review:' || h.rule
               when s.place_state in ('known', 'outside') and not starts_with(place.area, %(area)s)
                   then 'forwarded:outside_area'
               when s.number_fault <> '' then 'review:' || case when h.rule = 'id_one_off' then h.rule else s.number_fault end
               when h.rule is not null then 'review:' || h.rule
               when s.place_state = 'several' then 'review:village_ambiguous'
               when s.place_state = 'contradiction' then 'review:places_contradict'
               when s.birth_fault then 'review:birth_contradicts_id'
               when s.id_digest is null and cardinality(s.phones) = 0 and s.birth_date is null then case
                   when s.age is null and s.place_state = 'none' and s.address is null
                       then 'rejected:nothing_usable'
                   else 'review:no_identifier'
               end
               else 'review:incomplete'
           end as verdict
    offset 0
) judged
order by m.person_id, s.k
