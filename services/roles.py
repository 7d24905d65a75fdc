"""Which role holds which permission. Every gRPC method and REST route names one permission."""

READ_PLACES = {"registry.read"}
EDIT_PLACES = {"registry.write", "registry.import", "device.write", "device.key"}
READ_RESIDENTS = {"resident.read", "resident.write"}
CONSENT = {"consent.write", "credential.write", "erasure.read"}
FACES = {"face.enrol", "face.erase", "face.read"}
DOORS = {"access.rules.read", "pass.read"}
OPEN = {"access.open", "access.emergency"}
INTERNAL = {
    "inference.analyze",
    "packs.read",
    "resident.rights",
    "consent.check",
    "face.identify",
    "registry.read",
    "access.request",
}

ROLES: dict[str, frozenset[str]] = {
    # District IT: sets up places, devices, rules and people's accounts.
    "district_admin": frozenset(
        READ_PLACES
        | EDIT_PLACES
        | READ_RESIDENTS
        | CONSENT
        | FACES
        | DOORS
        | OPEN
        | {"resident.reveal", "access.rules.write", "pass.subject", "audit.read", "packs.read"}
        | {"device.heartbeat", "access.request"}
    ),
    # Property manager of one or more communities.
    "property_manager": frozenset(
        READ_PLACES
        | READ_RESIDENTS
        | CONSENT
        | FACES
        | DOORS
        | OPEN
        | {"resident.reveal", "access.rules.write", "pass.subject", "device.write", "device.key"}
    ),
    # Guard at the gate: sees what happens and can open, but not who lives where.
    "guard": frozenset(READ_PLACES | DOORS | OPEN),
    # Installer of equipment.
    "installer": frozenset(READ_PLACES | {"device.write", "device.key", "device.heartbeat"}),
    # Data protection and supervision: reads records, changes nothing.
    "auditor": frozenset(
        READ_PLACES | DOORS | {"pass.subject", "audit.read", "erasure.read", "resident.read"}
    ),
    # Another system that forwards for many devices of its communities.
    "integrator": frozenset(
        READ_PLACES | {"device.heartbeat", "access.request", "access.rules.read", "packs.read"}
    ),
    # Test bench: identifies pictures without a door. Grant it in test systems alone.
    "bench": frozenset({"face.identify", "inference.analyze", "packs.read"}),
    # One device, by exchange of its key.
    "device": frozenset({"device.heartbeat", "access.request"}),
    # The platform's own services.
    "service": frozenset(INTERNAL),
}
