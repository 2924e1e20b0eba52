"""The digest: what waits for a person, by e-mail, derived at the moment it is sent."""
