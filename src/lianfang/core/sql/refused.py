"""What the database refuses by a named constraint, told as a refusal that people understand."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from lianfang.kernel.errors import DomainError


@contextmanager
def refusing(refusals: Mapping[str, type[DomainError]], **facts: object) -> Iterator[None]:
    """Turn what one of these constraints refuses into its refusal, told with the facts given.

    Whatever else breaks stays what it is. What was written since the beginning is undone.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as problem:
        name = getattr(getattr(problem.__cause__, "diag", None), "constraint_name", None)
        refusal = refusals.get(str(name))
        if refusal is None:
            raise
        raise refusal(**facts) from problem
