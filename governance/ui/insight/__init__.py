"""The pages that judge: posture, coverage, accountability, risks, history, and the register's own settings."""
