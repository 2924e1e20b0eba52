"""The database in memory beside the file: what is worked out again whenever it is needed (decision 0035)."""

from __future__ import annotations

MEMORY = "lens_memory"
TABLE = f"""
ATTACH ':memory:' AS {MEMORY};
CREATE TABLE {MEMORY}.seen_record (state BIGINT, department VARCHAR, record_id VARCHAR);
"""
