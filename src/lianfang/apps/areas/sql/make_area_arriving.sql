-- purpose: a place for the rows of a table of areas while it is compared
-- reads: nothing
-- writes: area_arriving (temporary)
-- index: none, every use reads it whole
-- idempotency: dropped at the end of the transaction
drop table if exists pg_temp.area_arriving, pg_temp.area_change;
create temporary table area_arriving (
    code text collate "C" not null,
    level smallint not null,
    name text not null,
    name_key text collate "C" not null,
    population integer,
    households integer
) on commit drop
