"""A second judge: every figure counted from the contents of the records in plain Python, without SQL or views."""
