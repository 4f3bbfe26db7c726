-- purpose: the temporary table of whom records of samples name, from arrival to whom they mean
-- reads: nothing
-- writes: testing_asked (temporary)
-- index: primary key
-- idempotency: creates it once a session and empties it
create temporary table if not exists testing_asked (
    k          integer primary key,
    person_uid uuid,
    digest     bytea,
    name       text not null
);
truncate testing_asked
