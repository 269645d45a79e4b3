"""A folder that proves one verdict to somebody who trusts neither us nor our software."""
