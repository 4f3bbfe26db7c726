-- purpose: the temporary tables of one run: slots that reached a step of their ladder, and who is told of them
-- reads: nothing
-- writes: alerts_newly_due, alerts_addressee (temporary)
-- index: none: they are joined whole
-- idempotency: creates them once a session and empties them
create temporary table if not exists alerts_newly_due (
    kind    text collate "C" not null,
    subject text collate "C" not null,
    ref     text collate "C" not null,
    area    text collate "C" not null,
    due_at  timestamptz not null,
    level   smallint not null,
    nature  text not null,
    urgent  boolean not null,
    post    text collate "C" not null
);
create temporary table if not exists alerts_addressee (
    area        text collate "C" not null,
    post        text collate "C" not null,
    officer     uuid not null,
    holder      text not null,
    holder_post text not null,
    holder_area text collate "C" not null
);
truncate alerts_newly_due, alerts_addressee
