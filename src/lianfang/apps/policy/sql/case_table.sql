-- purpose: the temporary table that a caller fills with one row per exposure to be assessed
-- reads: nothing
-- writes: policy_case (temporary)
-- index: none
-- idempotency: creates it once a session and empties it
create temporary table if not exists policy_case (
    case_id       bigint not null,
    exposure      text,
    level         text,
    last_exposure date,
    arrived       date,
    occupation    text,
    vaccinated    boolean,
    age           integer
);
truncate policy_case
