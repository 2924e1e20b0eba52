"""Keep a person's grants in step with the groups the identity provider names at sign-in."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from governance.errors import GovernanceError
from governance.register import commands, role_grants

if TYPE_CHECKING:
    from governance.register.store import Register

REASON = "Groups of the identity provider at sign-in"

log = logging.getLogger("recital.access")


def keep_in_step(register: Register, person: str, groups: Collection[str], roles: Mapping[str, str]) -> None:
    """Give and end the grants of ``person`` for the roles named in ``roles`` (group of theirs: role of ours).

    Roles that stand in no line of the map are never touched. What the register refuses, such as the end of the last
    administrator, is logged and leaves every grant as it was.
    """
    wanted = {role for group, role in roles.items() if group in groups}
    with register.read(register.lens()) as reader:
        changes = role_grants.changes(
            reader, person, managed=frozenset(roles.values()), wanted=wanted, today=register.today()
        )
    if not changes:
        return
    try:
        commands.write_for_provider(register, person=person, reason=REASON, changes=changes)
    except GovernanceError as error:
        log.warning("grants were not brought in step person=%s code=%s", person, error.code)
