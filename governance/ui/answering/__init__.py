"""Who answers: the leaver rehearsal, health, the matrix of obligations, the cascade, and each person's own work."""
