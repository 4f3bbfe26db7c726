-- purpose: places for the rows of one list while they are resolved
-- reads: nothing
-- writes: intake_open, intake_left, intake_variant, intake_match, intake_several, intake_pair, intake_hint, intake_new, intake_learn, intake_lesson, intake_taught, intake_village, intake_kept, intake_met, intake_again (temporary)
-- index: none; they are joined whole
-- idempotency: dropped at the end of the transaction
--
-- open     the rows at hand: a chunk, then those that were left of all chunks; what every step asks stands first
-- left     rows that no chunk could settle
-- match    whose a row at hand is; several: the same of rows that were left although somebody fits
-- pair     what the rules by telephone, birth and door found in this round, before it is judged
-- hint     whom a row that was left may be
-- met      for whom rows of this list were written; again: who of the rows at hand is among them
-- learn    keys that matched rows bring; lesson: the same sealed, for the end; taught: digests written, by round
drop table if exists pg_temp.intake_open, pg_temp.intake_left, pg_temp.intake_variant, pg_temp.intake_match,
    pg_temp.intake_several, pg_temp.intake_pair, pg_temp.intake_hint, pg_temp.intake_new, pg_temp.intake_learn,
    pg_temp.intake_lesson, pg_temp.intake_taught, pg_temp.intake_village, pg_temp.intake_kept, pg_temp.intake_met, pg_temp.intake_again, pg_temp.intake_fate,
    pg_temp.intake_often, pg_temp.intake_repeated, pg_temp.intake_echo;
create temporary table intake_open (
    k integer not null,
    row_no integer not null,
    sheet_no smallint not null,
    solid boolean not null,
    own_birth boolean not null,
    birth_fault boolean not null,
    unread_fact boolean not null,
    rejecting text collate "C" not null,
    waiting text collate "C" not null,
    place_state text collate "C" not null,
    id_digest bytea,
    phones bytea[] not null,
    places text[] not null,
    name text,
    name_key text collate "C",
    birth_date date,
    sex text collate "C",
    id_kind text collate "C",
    facts_digest bytea not null,
    exposure_kind text collate "C",
    last_exposure date,
    arrived date,
    vaccinated boolean,
    level text collate "C",
    origin text,
    groups text[] not null,
    number_fault text collate "C" not null,
    id_status text collate "C" not null,
    age smallint,
    address text,
    occupation text,
    outcome text,
    checked date,
    note text,
    place_words text
) on commit drop;
create temporary table intake_left (like intake_open) on commit drop;
create temporary table intake_variant (k integer not null, digest bytea not null) on commit drop;
create temporary table intake_match (
    k integer not null,
    person_id bigint not null,
    rule text collate "C" not null,
    several boolean not null default false,
    area text collate "C" not null,
    round smallint not null
) on commit drop;
create temporary table intake_several (like intake_match) on commit drop;
create temporary table intake_pair (
    k integer not null,
    person_id bigint not null,
    rule text collate "C" not null,
    rank smallint not null,
    area text collate "C" not null
) on commit drop;
create temporary table intake_hint (
    k integer not null,
    person_id bigint not null,
    rule text collate "C" not null,
    rank smallint not null
) on commit drop;
create temporary table intake_new (k integer not null, uid uuid not null, rule text collate "C" not null) on commit drop;
create temporary table intake_learn (
    k integer not null,
    person_id bigint not null,
    kind text collate "C" not null,
    digest bytea not null
) on commit drop;
create temporary table intake_lesson (
    person_id bigint not null,
    kind text collate "C" not null,
    digest bytea not null,
    sealed bytea not null
) on commit drop;
create temporary table intake_taught (digest bytea not null, round smallint not null) on commit drop;
create temporary table intake_village (
    k integer not null,
    code text collate "C" not null,
    beyond text collate "C" not null
) on commit drop;
create temporary table intake_met (person_id bigint not null) on commit drop;
create temporary table intake_again (person_id bigint not null) on commit drop;
create temporary table intake_kept (k integer not null, sealed bytea not null) on commit drop
