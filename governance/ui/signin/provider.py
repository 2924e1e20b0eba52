"""The organisation's OpenID provider, as configured, and which person of the register it speaks of."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from governance.access import addresses, groups
from governance.access.oidc import Provider
from governance.access.sessions import has_rights
from governance.config import config
from governance.errors import GovernanceError

if TYPE_CHECKING:
    from governance.access.oidc import Identity
    from governance.access.service import Access


@cache
def provider() -> Provider:
    """Return the provider of this process."""
    found = config()
    own = found.public_url or f"http://{found.host}:{found.port}"
    return Provider(found.oidc, own.rstrip("/") + addresses.CALLBACK)


def person_of(access: Access, identity: Identity) -> str:
    """Return the person of the register with the e-mail the provider verified, grants brought in step.

    Raises ``oidc_unknown`` when nobody has it or several do, ``oidc_barred`` for somebody an administrator keeps out,
    and ``oidc_no_rights`` when no grant is in force.
    """
    person = access.accounts.person_by_email(identity.email)
    if person is None:
        raise GovernanceError("oidc_unknown", email=identity.email)
    if access.accounts.is_barred(person):
        raise GovernanceError("oidc_barred")
    if config().oidc.groups:
        groups.keep_in_step(access.register, person, identity.groups, config().oidc.groups)
    if not has_rights(access.register, person):
        raise GovernanceError("oidc_no_rights")
    access.accounts.note_sign_in(person)
    return person
