-- purpose: the temporary table of answers, one row per case and step; step 0 stands for a case without phases
-- reads: nothing
-- writes: policy_answer (temporary)
-- index: none
-- idempotency: creates it once a session and empties it
create temporary table if not exists policy_answer (
    case_id          bigint not null,
    rule_id          bigint,
    category         text not null,
    step             smallint not null,
    measure          text,
    place            text,
    days             smallint,
    starts_on        date,
    ends_on          date,
    test_dates       date[] not null,
    readings_per_day smallint not null,
    calls_per_day    smallint not null,
    last             boolean not null,
    basis            text not null,
    anchor           text,
    anchor_missing   boolean not null,
    ended            boolean not null
);
truncate policy_answer;
analyze policy_case
