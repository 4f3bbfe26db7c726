-- purpose: the temporary tables of one issue: exposures to be answered, and those that meet another order
-- reads: nothing
-- writes: control_candidate, control_contest, control_held, control_pick, control_settled (temporary)
-- index: none: they are joined whole
-- idempotency: creates them once a session and empties them
create temporary table if not exists control_candidate (
    case_id       bigint not null,
    exposure_id   bigint,
    person_id     bigint not null,
    person_uid    uuid not null,
    area          text collate "C" not null,
    disease       text not null,
    kind          text not null,
    level         text,
    last_exposure date,
    arrived       date,
    occupation    text,
    vaccinated    boolean,
    age           integer,
    deceased      boolean not null,
    series        uuid not null default gen_random_uuid()
);
create temporary table if not exists control_contest (
    case_id    bigint not null,
    person_id  bigint not null,
    disease    text not null,
    step       smallint not null,
    strictness smallint not null,
    starts_on  date not null,
    ends_on    date not null
);
create temporary table if not exists control_held (
    measure_id  bigint not null,
    series      uuid not null,
    person_id   bigint not null,
    disease     text not null,
    strictness  smallint not null,
    begins_on   date not null,
    duties_from date not null,
    ends_on     date not null
);
create temporary table if not exists control_pick (
    case_id bigint not null
);
create temporary table if not exists control_settled (
    case_id   bigint not null,
    person_id bigint not null
);
truncate control_candidate, control_contest, control_held, control_pick, control_settled
