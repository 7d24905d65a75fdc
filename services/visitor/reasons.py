"""Why a visitor's pass opens or does not: codes for gates and reports."""

VISIT = "VISIT"
LEAVING = "LEAVING"

TAMPERED = "TAMPERED"
UNKNOWN_KEY = "UNKNOWN_KEY"
OTHER_COMMUNITY = "OTHER_COMMUNITY"
CLOCK_SKEW = "CLOCK_SKEW"
WRONG_GATE = "WRONG_GATE"
NOT_YET = "NOT_YET"
EXPIRED = "EXPIRED"
WRONG_TIME = "WRONG_TIME"
REVOKED = "REVOKED"
USED_UP = "USED_UP"
NOT_INSIDE = "NOT_INSIDE"
CANCELLED = "CANCELLED"
DEPARTED = "DEPARTED"
ERASED = "ERASED"

# A code that does not open has one answer, whatever is the matter: anything else would tell
# somebody who guesses that the code exists.
UNKNOWN_CODE = "UNKNOWN_CODE"
LOCKED = "LOCKED"
