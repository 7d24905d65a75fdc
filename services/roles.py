"""Which role holds which permission. Every gRPC method and REST route names one permission."""

READ_PLACES = {"registry.read"}
EDIT_PLACES = {"registry.write", "registry.import", "device.write", "device.key"}
READ_RESIDENTS = {"resident.read", "resident.write"}
CONSENT = {"consent.write", "credential.write", "erasure.read"}
FACES = {"face.enrol", "face.erase", "face.read"}
DOORS = {"access.rules.read", "pass.read"}
OPEN = {"access.open", "access.emergency"}
LOOK = {"pass.look"}
PLATES = {"plate.read", "plate.write", "plate.reveal", "lane.write"}
BARRIERS = {"lane.read", "barrier.read"}
VISITS = {"visit.invite", "visit.decide", "visit.read", "call.answer", "call.read"}
VISITOR_DESK = VISITS | {
    "visit.reveal",
    "visit.export",
    "visit.block",
    "visit.keys",
    "visit.offline",
    "visit.own",
}
ALARMS = {"camera.read", "alarm.read", "alarm.handle", "alarm.look", "zone.arm"}
ROUNDS = {"patrol.read", "patrol.walk"}
PERIMETER = (
    ALARMS
    | ROUNDS
    | {"camera.write", "alarm.raise", "alarm.records", "patrol.write", "patrol.code"}
    | {"care.read", "care.write"}
)
BUILD = {"coverage.read", "coverage.survey"}
INSPECT = BUILD | {"coverage.accept", "coverage.approve", "coverage.export"}
UPLINK = {"uplink.read", "uplink.write", "uplink.approve", "uplink.disclosures"}
# What the uplink reads of passes and cars, for flows whose legal basis is on record.
SENT_UP = {"access.rules.read", "barrier.read", "pass.read", "pass.subject"} | {
    "plate.read",
    "plate.reveal",
}
INTERNAL = {
    "access.emergency",
    "pass.read",
    "pass.subject",
    "visit.redeem",
    "plate.write",
    "resident.read",
    "plate.match",
    "barrier.decide",
    "inference.analyze",
    "packs.read",
    "resident.rights",
    "resident.plates",
    "consent.check",
    "face.identify",
    "registry.read",
    "access.request",
    "barrier.report",
    "device.heartbeat",
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
        | LOOK
        | PLATES
        | BARRIERS
        | VISITOR_DESK
        | PERIMETER
        | {"camera.push"}
        | INSPECT
        | {"coverage.plan", "coverage.award", "coverage.report", "coverage.import"}
        | {"resident.reveal", "access.rules.write", "pass.subject", "audit.read", "packs.read"}
        | {"device.heartbeat", "access.request", "barrier.report", "barrier.correct"}
        | {"visit.request", "call.place"}
        | UPLINK
    ),
    # Property manager of one or more communities.
    "property_manager": frozenset(
        READ_PLACES
        | READ_RESIDENTS
        | CONSENT
        | FACES
        | DOORS
        | OPEN
        | LOOK
        | PLATES
        | BARRIERS
        | VISITOR_DESK
        | PERIMETER
        | {"resident.reveal", "access.rules.write", "pass.subject", "device.write", "device.key"}
        | {"barrier.correct", "uplink.read", "uplink.disclosures"}
        | BUILD
    ),
    # Guard at the gate: sees what happens and can open, but not who lives where.
    "guard": frozenset(
        READ_PLACES
        | DOORS
        | OPEN
        | LOOK
        | BARRIERS
        | VISITS
        | ALARMS
        | ROUNDS
        | {"barrier.correct"}
    ),
    # Resident, by their own phone: invites to their house, and sees their own visits alone.
    "resident": frozenset(VISITS),
    # Installer of equipment.
    "installer": frozenset(
        READ_PLACES | BUILD | {"device.write", "device.key", "device.heartbeat", "coverage.report"}
    ),
    # Inspector of the district: tests what was built, signs acceptances, approves awards.
    "inspector": frozenset(READ_PLACES | INSPECT),
    # Data protection and supervision: reads records, changes nothing.
    "auditor": frozenset(
        READ_PLACES
        | DOORS
        | BARRIERS
        | {
            "pass.subject",
            "audit.read",
            "erasure.read",
            "resident.read",
            "plate.read",
            "visit.read",
            "camera.read",
            "alarm.read",
            "alarm.records",
            "patrol.read",
            "coverage.read",
            "coverage.export",
            "uplink.read",
            "uplink.disclosures",
        }
    ),
    # Another system that forwards for many devices of its communities.
    "integrator": frozenset(
        READ_PLACES
        | {"device.heartbeat", "access.request", "access.rules.read", "packs.read"}
        | {"lane.read", "barrier.report", "visit.offline", "coverage.read", "coverage.report"}
        | {"alarm.raise", "alarm.read", "camera.read", "camera.push"}
    ),
    # Test bench: identifies pictures without a door. Grant it in test systems alone.
    "bench": frozenset({"face.identify", "inference.analyze", "packs.read", "plate.match"}),
    # One device, by exchange of its key.
    "device": frozenset(
        {"device.heartbeat", "access.request", "barrier.report", "visit.offline"}
        | {"alarm.raise", "camera.push", "patrol.code"}
    ),
    # A kiosk at an unattended entrance: takes requests, and shows nobody's name.
    "kiosk": frozenset(
        {"device.heartbeat", "access.request", "visit.request", "visit.offline", "visit.own"}
        | {"call.place", "call.read", "alarm.raise"}
    ),
    # The platform's own services.
    "service": frozenset(INTERNAL | SENT_UP),
}
