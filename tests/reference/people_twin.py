"""Which person a record stands for, in plain Python: follow the edges of merges to their end."""


class Register:
    """Records and the edges of merges in force, from the merged record to the person kept."""

    def __init__(self, records: list[str]) -> None:
        self.records = records
        self.edges: dict[str, str] = {}

    def stands_for(self, record: str) -> str:
        """The end of the edges from a record."""
        while record in self.edges:
            record = self.edges[record]
        return record

    def merge(self, kept: str, merged: str) -> str:
        """Merge, or say why not."""
        into = self.stands_for(kept)
        if self.stands_for(merged) == into and merged in (into, *self._below(into)):
            return "people.merged_into_itself"
        if merged in self.edges:
            return "people.already_merged"
        self.edges[merged] = into
        return "done"

    def unmerge(self, record: str, _other: str) -> str:
        """Undo the edge from a record, if there is one."""
        return "done" if self.edges.pop(record, None) else "nothing"

    def _below(self, person: str) -> list[str]:
        return [record for record in self.records if self.stands_for(record) == person]
