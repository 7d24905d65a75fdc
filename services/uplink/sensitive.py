"""Fields that do not exist here: dropped on the way in, counted, and in no mapping out (R21).

The names are GA/T 1400's own, misspelt ones included, matched whatever their case.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from services.uplink.viid.reading import Object

FORBIDDEN = frozenset(
    name.lower()
    for name in (
        *("EthicCode", "EthnicCode", "Ethnicity", "Nation", "Race", "Religion"),
        *("PoliticsStatus", "PoliticalStatus", "SpecialPersonClass", "SpecialPersonType"),
        *("MaritalStatus", "HealthStatus", "BloodType", "Disease", "Disability", "CreditScore"),
        *("Attitude", "Emotion", "Expression", "SmileDegree", "SexualOrientation"),
        *("IsPetitioner", "KeyPersonType", "KeyPersonCategory", "CriminalRecord"),
        *("DetaineesCode", "DetentionHouseCode", "InjuredDegree", "CorpseConditionCode"),
        *("TerroristType", "TerroristNumber", "CriminalInvolvedSpecilisationCode"),
        *("FeatureInfoObject", "FeatureInfo", "FeatureData", "FaceFeature", "FeatureInfoList"),
    )
)
"""Nobody's nature, beliefs, health or feelings; and no template of a face."""
JUDGEMENTS = frozenset(
    name.lower()
    for name in (
        *("IsDriver", "IsForeigner", "IsSuspectedTerrorist", "IsCriminalInvolved"),
        *("IsDetainees", "IsVictim", "IsSuspiciousPerson"),
    )
)
"""Fields of a face that the standard requires and that judge it: out goes 2 (unsure), always;
in, they are dropped."""
UNSURE = 2


def clean(value: Any, dropped: Counter[str]) -> Any:
    """The value without forbidden fields at any depth; counts what it dropped by name."""
    if isinstance(value, dict):
        kept = {}
        for name, inner in value.items():
            folded = str(name).lower()
            if folded in FORBIDDEN or folded in JUDGEMENTS:
                # Their own spelling: what the sender wrote could be anything.
                dropped[folded] += 1
            else:
                kept[name] = clean(inner, dropped)
        return kept
    if isinstance(value, list):
        return [clean(each, dropped) for each in value]
    return value


def offences(document: Object) -> Iterator[str]:
    """Names in an outgoing document that may not be there: the last look before the wire."""
    waiting: list[Any] = [document]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting.extend(each)
        elif isinstance(each, dict):
            for name, value in each.items():
                folded = str(name).lower()
                if folded in FORBIDDEN or (folded in JUDGEMENTS and value != UNSURE):
                    yield str(name)
                waiting.append(value)
