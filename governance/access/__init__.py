"""Who gets in: sessions, passwords, one-time codes, limits on trying, and the organisation's own provider."""
