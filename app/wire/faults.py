"""What is wrong with an upload or an input, as a fault of the request."""

from ..applications.base import MaterialError
from ..errors import Fault


def fault_of(error: MaterialError) -> Fault:
    """A `MaterialError` as a fault of the request."""
    values = dict(error.values)
    value, allowed = values.pop("value", ""), values.pop("allowed", "")
    return Fault(error.field, value, error.code, allowed, values)
