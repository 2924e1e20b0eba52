"""Signing on screen: steps, opinions, attestations, the official register and its editions."""
