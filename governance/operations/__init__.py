"""Running the register: backups while people work, health, the test at start, the log."""
