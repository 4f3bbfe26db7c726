-- purpose: the temporary table of observations that come many at a time, by file or from the field, from arrival to fate
-- reads: nothing
-- writes: control_observed (temporary)
-- index: primary key
-- idempotency: creates it once a session and empties it
create temporary table if not exists control_observed (
    k            integer primary key,
    person_uid   uuid,
    id_digest    bytea,
    phone_digest bytea,
    name         text not null,
    on_date      date,
    slot         text collate "C",
    celsius      numeric(3, 1),
    symptoms     text,
    result       text,
    ct           numeric(4, 1),
    laboratory   text,
    happened_at  timestamptz,
    person_id    bigint,
    area         text collate "C",
    reason       text,
    fate         text,
    client_id    uuid,
    digest       bytea,
    over_uid     uuid,
    kind         text collate "C",
    outcome      text collate "C",
    note         text,
    other_uid    uuid,
    other_by     text,
    other_at     timestamptz,
    other_value  text,
    sample       uuid,
    disease      text collate "C"
);
truncate control_observed
