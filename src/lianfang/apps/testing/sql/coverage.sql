-- purpose: how far a round has come in each area of a level: asked for, come
-- reads: testing_roundgrid, testing_sample
-- writes: nothing
-- index: testing_roundgrid primary key; sample_by_round
-- idempotency: a query
select left(grid.area, %(digits)s) as area, sum(grid.targets)::integer as targets,
       sum(grid.households)::integer as households, coalesce(sum(come.persons), 0)::integer as come
from testing_roundgrid grid
left join (
    select left(home, 15) as area, count(*) as persons
    from testing_sample
    where round_id = %(round)s and asked and home >= %(lo)s and home < %(hi)s
    group by 1
) come on come.area = grid.area
where grid.round_id = %(round)s and grid.area >= %(lo)s and grid.area < %(hi)s
group by 1
order by 1
