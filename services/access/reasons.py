"""Reasons of decisions, and what the person at the gate reads (R51). Chinese is the catalogue's
first language; devices that show another one translate by the reason."""

RESIDENT = "RESIDENT"
MANUAL = "MANUAL"
EMERGENCY = "EMERGENCY"
NO_FACE = "NO_FACE"
NO_MATCH = "NO_MATCH"
AMBIGUOUS = "AMBIGUOUS"
FACE_NOT_ENABLED = "FACE_NOT_ENABLED"
FACE_UNAVAILABLE = "FACE_UNAVAILABLE"
CREDENTIAL_NOT_ENABLED = "CREDENTIAL_NOT_ENABLED"
CREDENTIAL_UNKNOWN = "CREDENTIAL_UNKNOWN"
CREDENTIAL_EXPIRED = "CREDENTIAL_EXPIRED"
TOO_MANY_ATTEMPTS = "TOO_MANY_ATTEMPTS"
NO_TENANCY = "NO_TENANCY"
OUTSIDE_HOURS = "OUTSIDE_HOURS"
PASSBACK = "PASSBACK"
SECOND_PERSON_NEEDED = "SECOND_PERSON_NEEDED"
PERMIT = "PERMIT"
NEAR_PERMIT = "NEAR_PERMIT"
RECORDED = "RECORDED"
NO_PLATE = "NO_PLATE"
SPOOF = "SPOOF"
PLATE_UNAVAILABLE = "PLATE_UNAVAILABLE"
VISITS_UNAVAILABLE = "VISITS_UNAVAILABLE"

MESSAGES = {
    RESIDENT: "请通行",
    MANUAL: "已人工开门，请通行",
    EMERGENCY: "紧急开放，请迅速通行",
    NO_FACE: "未检测到人脸，请正对镜头，或使用门卡、密码",
    NO_MATCH: "未能识别，请使用门卡、密码，或联系值班人员",
    AMBIGUOUS: "识别不够确定，请使用门卡、密码，或联系值班人员",
    FACE_NOT_ENABLED: "此处未启用人脸通行，请使用门卡或密码",
    FACE_UNAVAILABLE: "人脸识别暂不可用，请使用门卡或密码",
    CREDENTIAL_NOT_ENABLED: "此处不支持该凭证，请换用其他方式或联系值班人员",
    CREDENTIAL_UNKNOWN: "凭证无效，请联系值班人员",
    CREDENTIAL_EXPIRED: "凭证不在有效期内，请联系物业",
    TOO_MANY_ATTEMPTS: "密码错误次数过多，请稍后再试或联系值班人员",
    NO_TENANCY: "未查到有效的居住登记，请联系物业",
    OUTSIDE_HOURS: "当前不在开放时段，请联系值班人员",
    PASSBACK: "该身份已进入且未离开，请联系值班人员",
    SECOND_PERSON_NEEDED: "需要第二人验证，请第二人继续",
    PERMIT: "请通行",
    NEAR_PERMIT: "请通行",
    RECORDED: "请通行，已登记",
    NO_PLATE: "未识别到车牌，请按呼叫键，或使用密码、访客码",
    SPOOF: "未能确认车牌，请按呼叫键，或使用密码、访客码",
    PLATE_UNAVAILABLE: "车牌识别暂不可用，请按呼叫键，或使用门卡、密码",
    VISITS_UNAVAILABLE: "访客验证暂不可用，请按呼叫键或联系值班人员",
    "VISIT": "欢迎，请通行",
    "LEAVING": "再见，请通行",
    "TAMPERED": "访客码无效，请联系被访人或值班人员",
    "UNKNOWN_KEY": "访客码无效，请联系被访人或值班人员",
    "OTHER_COMMUNITY": "该访客码不属于本小区，请联系被访人",
    "CLOCK_SKEW": "访客码时间有误，请联系值班人员",
    "WRONG_GATE": "该访客码不适用于此出入口，请查看路线或联系被访人",
    "NOT_YET": "访客码尚未生效，请联系被访人",
    "WRONG_TIME": "当前不在访客时段，请联系被访人",
    "REVOKED": "访客码已失效，请联系被访人",
    "USED_UP": "访客码次数已用完，请联系被访人",
    "NOT_INSIDE": "未查到进入记录，请联系值班人员",
    "CANCELLED": "访问已取消，请联系被访人",
    "DEPARTED": "访问已结束，请联系被访人",
    "ERASED": "访客码已失效，请联系被访人",
    "UNKNOWN_CODE": "访客码不正确，请核对或按呼叫键联系值班人员",
    "LOCKED": "尝试次数过多，请稍后再试或按呼叫键联系值班人员",
    "DENIED": "该车辆不可通行，请联系值班人员",
    "DENIED_NEAR": "未能确认车牌，请联系值班人员",
    "UNKNOWN_PLATE": "未登记车辆，请按呼叫键，或使用密码、访客码",
    "LOW_CONFIDENCE": "车牌不够清晰，请按呼叫键，或使用密码、访客码",
    "NOT_A_PLATE": "未识别到有效车牌，请按呼叫键，或使用密码、访客码",
    "NOT_YET_VALID": "车辆通行许可尚未生效，请联系物业",
    "EXPIRED": "车辆通行许可已过期，请联系物业",
    "KIND_NOT_ALLOWED": "该车辆不可从此车道通行，请走其他车道，或联系值班人员",
    "HOUSE_QUOTA": "本户登记车辆已达上限，请联系物业",
    "LOT_FULL": "车位已满，请稍候，或联系值班人员",
}


def message(reason: str) -> str:
    return MESSAGES.get(reason, "请联系值班人员")
