-- purpose: the temporary table of numbers of a file, each set of them once, from arrival to whom they mean
-- reads: nothing
-- writes: venues_key (temporary)
-- index: primary key
-- idempotency: creates it once a session and empties it
create temporary table if not exists venues_key (
    k          bigint primary key,
    person_uid uuid,
    by_uid     boolean not null,
    digest     bytea not null,
    kind       text collate "C" not null,
    sealed     bytea not null,
    phone      bytea not null,
    name       text,
    person     bigint,
    fault      text collate "C"
);
truncate venues_key
