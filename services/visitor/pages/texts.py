"""What people read on pages: each text in Chinese, and in English."""

from services.visitor.models import State

LANGUAGES = ("zh", "en")
Pairs = dict[str, tuple[str, str]]

LINK: Pairs = {
    "title": ("访客通行", "Visitor pass"),
    "other": ("English", "中文"),
    "large": ("大字版", "Large print"),
    "normal": ("标准字号", "Normal print"),
    "welcome": ("您好，{name}", "Hello, {name}"),
    "scan": ("在门口出示二维码，或输入访客码", "Show the QR code at the gate, or type in the code"),
    "code": ("访客码", "Code"),
    "window": ("有效时间", "Valid"),
    "gates": ("可用出入口", "Gates"),
    "times": ("可进入次数", "Entries"),
    "unlimited": ("时段内不限", "any number within the window"),
    "rules": ("须知", "Rules"),
    "rule_share": (
        "请勿转发本页：持有者即可通行。",
        "Do not pass this page on: whoever has it can enter.",
    ),
    "rule_time": (
        "离开、取消或过期后立即失效；过期后仍可离开。",
        "It ends when you leave, when it is cancelled and when its time is over; you can "
        "always leave.",
    ),
    "rule_face": ("不采集人脸。", "No face is taken."),
    "kept": ("我们保留什么", "What is kept"),
    "kept_text": (
        "仅保留您的称呼、手机号、被访房屋、时间和车牌（如驾车），加密保存；来访结束 {days} "
        "天后删除。",
        "Your name, phone, the house, times and your plate if you drive, encrypted; erased "
        "{days} days after the visit.",
    ),
    "own": ("查询或删除我的记录", "See or erase my records"),
    "void": (
        "此访客码已失效，请联系您要拜访的人。",
        "This pass is not valid any more. Please ask the person you visit.",
    ),
    "missing": (
        "没有找到这个访客码，请核对链接。",
        "There is no such pass. Please compare the link.",
    ),
    "phone": ("手机号", "Mobile phone"),
    "send": ("发送验证码", "Send a code"),
    "sent": (
        "如有您的记录，验证码已发到您的手机，{minutes} 分钟内有效。",
        "If we keep anything of you, a code is on its way to your phone; it counts for "
        "{minutes} minutes.",
    ),
    "proof": ("验证码", "Code"),
    "show": ("查询", "Show"),
    "erase": ("全部删除", "Erase all"),
    "none": ("没有记录。", "Nothing is kept."),
    "wrong": (
        "验证码不正确或已失效，请重新获取。",
        "The code is wrong or too old. Please get a new one.",
    ),
    "invalid": (
        "请输入 11 位手机号和 6 位验证码。",
        "Please type in a phone of 11 digits and a code of 6.",
    ),
    "erased": (
        "已删除 {count} 条来访记录。回执编号：{receipt}",
        "{count} visits erased. Receipt: {receipt}",
    ),
    "still": (
        "另有 {kept} 条来访尚未离开，离开后可再次申请删除。",
        "{kept} visits are still under way; ask again when you have left.",
    ),
    "plate": ("车牌", "Plate"),
    "until": ("最迟删除时间", "Erased at the latest"),
}

SIGN_IN: Pairs = {
    "sign_in": ("登录", "Sign in"),
    "sign_out": ("退出登录", "Sign out"),
    "token": ("登录凭证", "Sign-in token"),
    "token_hint": (
        "由物业或您的手机应用提供；从应用打开本页时已自动填好。",
        "From the property, or filled in by the app that opened this page.",
    ),
    "device": ("设备编号（20 位）", "Device number (20 digits)"),
    "key": ("设备密钥", "Device key"),
    "key_hint": (
        "由安装人员填写一次；密钥更换或设备停用前一直有效。",
        "Typed in once by the installer; it counts until the key is replaced.",
    ),
    "refused": ("登录未成功：凭证无效或已过期。", "Not signed in: it is not valid, or too old."),
    "foreign": (
        "此操作不是从本页面发出的，请重试。",
        "That did not come from this page. Try again.",
    ),
}

KIOSK: Pairs = {
    "kiosk_title": ("访客自助岗亭", "Visitor kiosk"),
    "kiosk_hello": ("您好，请问要找谁家？", "Hello, whom do you visit?"),
    "building": ("楼号", "Building"),
    "unit": ("单元", "Unit"),
    "number": ("房号", "Door"),
    "call_house": ("呼叫住户", "Call the house"),
    "call": ("呼叫", "Call"),
    "call_desk": ("一键呼叫物业", "Call the property desk"),
    "emergency": ("紧急求助", "Emergency"),
    "emergency_numbers": (
        "报警 110 · 火警 119 · 急救 120",
        "Police 110 · Fire 119 · Ambulance 120",
    ),
    "snapshot": (
        "呼叫时向住户显示一张我的照片（可不选，不保存）",
        "Show one picture of me when it rings (if you like; it is not kept)",
    ),
    "have_code": ("已有访客码", "I have a pass"),
    "have_hint": (
        "输入 6 位访客码，或将二维码对准扫码器",
        "Type in the 6 digits, or hold the QR code to the scanner",
    ),
    "open": ("开门", "Open"),
    "camera": ("用摄像头扫码", "Scan with the camera"),
    "camera_none": ("摄像头不可用，请输入访客码。", "No camera here: please type in the code."),
    "privacy": ("隐私说明", "Privacy"),
    "privacy_text": (
        "通话画面和声音只在您与接听者之间传送，不录音、不录像；不识别人脸。"
        "来访记录在来访结束 {days} 天后删除。",
        "Picture and voice go from you to whoever answers; nothing is recorded, and no face is "
        "recognised. The record of your visit is erased {days} days after it.",
    ),
    "ringing": ("正在呼叫，请稍候…", "Ringing, please wait…"),
    "answered": ("已接通", "Connected"),
    "hang_up": ("挂断", "Hang up"),
    "entered": ("门已打开，请进。", "The door is open. Please come in."),
    "call_refused": (
        "对方未同意，请联系您要拜访的人。",
        "You were not let in. Please ask your host.",
    ),
    "call_missed": ("暂时无人接听，请稍后再试。", "Nobody answers now. Please try again later."),
    "call_ended": ("通话已结束。", "The call has ended."),
    "not_opened": (
        "已同意，但门未能打开，请再次呼叫。",
        "You may come in, but the door did not open. Please call again.",
    ),
    "pass_refused": ("不能通行：{why}", "Not valid here: {why}"),
    "back": ("返回", "Back"),
    "no_gate": (
        "此岗亭尚未绑定出入口，请联系物业。",
        "This kiosk stands at no access point yet. Please tell the property.",
    ),
    "busy": ("操作过于频繁，请稍候再试。", "Too often. Please wait a moment."),
    "failed": ("操作未成功，请稍后再试。", "That did not work. Please try again later."),
    "you": ("我的画面", "My picture"),
    "them": ("对方画面", "Their picture"),
}

WHY: Pairs = {
    "UNKNOWN_CODE": ("访客码不正确或已失效", "the code is wrong or not valid any more"),
    "LOCKED": ("输错次数过多，请稍后再试或呼叫物业", "too many wrong codes; wait or call the desk"),
    "WRONG_GATE": ("不适用于此出入口", "it is for other gates"),
    "NOT_YET": ("未到有效时间", "it is too early"),
    "EXPIRED": ("已过期", "its time is over"),
    "WRONG_TIME": ("不在允许的时段内", "not at this time of the week"),
    "USED_UP": ("次数已用完", "it was used already"),
    "NOT_INSIDE": ("没有进入记录", "nobody went in with it"),
    "CANCELLED": ("来访已取消", "the visit was cancelled"),
    "DEPARTED": ("来访已结束", "the visit is over"),
    "NO_PASS": ("二维码或访客码无效", "this is no valid pass"),
}

HOME: Pairs = {
    "home": ("我的访客", "My visitors"),
    "invite": ("邀请访客", "Invite a visitor"),
    "my_data": ("我的数据", "My data"),
    "no_visits": ("还没有访客。", "No visitors yet."),
    "more": ("更早的", "Earlier ones"),
    "waiting": ("待我确认", "Waiting for me"),
    "name": ("访客称呼", "Name"),
    "phone_optional": ("手机号（可不填）", "Mobile phone (if you like)"),
    "plate_optional": ("车牌（驾车时填写）", "Plate (if they drive)"),
    "house": ("来访房屋", "House"),
    "starts": ("开始时间", "From"),
    "ends": ("结束时间", "Until"),
    "people": ("人数", "People"),
    "entries": ("可进入次数（0 为不限）", "Entries (0: any number)"),
    "weekdays": ("仅限星期（可不选）", "On these days alone (if you like)"),
    "day_start": ("每日从", "Daily from"),
    "day_end": ("到", "to"),
    "code_once": ("6 位访客码只能用一次", "The 6 digits open once"),
    "make": ("生成访客码", "Make the pass"),
    "share": ("把这个链接发给访客：", "Send this link to your visitor:"),
    "history": ("经过", "What happened"),
    "why": ("原因", "Reason"),
    "approve": ("同意", "Approve"),
    "reject": ("拒绝", "Reject"),
    "cancel": ("取消来访", "Cancel the visit"),
    "depart": ("已离开", "They have left"),
    "reissue": ("更换访客码", "Make another pass"),
    "rings": ("{gate}有访客呼叫", "A visitor calls from {gate}"),
    "rings_emergency": ("{gate}紧急求助", "Emergency at {gate}"),
    "answer": ("接听", "Answer"),
    "let_in": ("开门", "Let in"),
    "hand_on": ("转给下一位", "Hand on"),
    "listening": ("正在等候来电", "Waiting for calls"),
    "deaf": ("与服务的连接已断开，正在重连", "Not connected, trying again"),
    "script_needed": (
        "接听来电需要允许本页脚本运行。",
        "Answering calls needs this page's script.",
    ),
    "no_house": (
        "您的账号还没有关联房屋，请联系物业。",
        "You have no house here yet. Please tell the property.",
    ),
    "done": ("已完成。", "Done."),
    "notices": ("通知方式", "How I am told"),
    "channel_log": ("仅在本页查看", "On this page alone"),
    "channel_webhook": ("通过物业的消息服务", "By the property's messenger"),
    "channel_smtp": ("电子邮件", "By mail"),
    "mail": ("邮箱地址", "Mail address"),
    "save": ("保存", "Save"),
    "data_text": (
        "下面是访客服务保存的与您有关的全部内容；来访和通话在结束 {days} 天后删除。",
        "All that the visitor service keeps of you; visits and calls are erased after {days} days.",
    ),
    "take_copy": ("下载副本（JSON）", "Download a copy (JSON)"),
    "visits": ("来访", "Visits"),
    "calls": ("我接听的通话", "Calls that I answered"),
    "contacts": ("家里无人接听时的联系人", "Who rings when nobody answers at home"),
    "count": ("{count} 位", "{count}"),
    "erase_hint": (
        "需要删除时，请向物业提出；居民服务的删除也会删除这里的内容。",
        "To have it erased, ask the property: an erasure of your person covers it.",
    ),
}

ERRORS: Pairs = {
    "fields": ("请检查：{fields}", "Please check: {fields}"),
    "WINDOW_OVER": ("结束时间已过。", "The time is over."),
    "WINDOW_TOO_LONG": ("来访时间过长，最多 {days} 天。", "Too long: at most {days} days."),
    "TOO_FAR_AHEAD": ("只能预约 {days} 天以内。", "At most {days} days ahead."),
    "HOUSE_LIMIT": (
        "这户的有效来访已达上限 {limit}。",
        "This house has {limit} visits already.",
    ),
    "PHONE_LIMIT": (
        "该手机号的有效来访已达上限 {limit}。",
        "There are {limit} visits with this phone already.",
    ),
    "VISIT_OVERLAPS": (
        "该访客在此时段已有来访。",
        "This visitor is expected at that time already.",
    ),
    "VISITOR_BLOCKED": ("物业不接受该手机号的来访。", "Visits with this phone are not accepted."),
    "PROPERTY_APPROVES": ("此邀请由物业确认。", "The property approves this invitation."),
    "VISIT_STATE": ("来访状态已变化，请刷新。", "The visit has changed. Please look again."),
    "CALL_STATE": ("此通话已由他人处理或已结束。", "The call was taken or has ended."),
    "HOST_NOT_FOUND": ("没有找到住户。", "There is nobody to visit."),
}


def _in(index: int) -> dict[str, str]:
    every = (LINK, SIGN_IN, KIOSK, WHY, HOME, ERRORS)
    return {key: pair[index] for pairs in every for key, pair in pairs.items()}


TEXTS = {lang: _in(index) for index, lang in enumerate(LANGUAGES)}
DAYS = {"zh": "一二三四五六日", "en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")}
STATES: dict[str, dict[State, str]] = {
    "zh": {
        State.INVITED: "已邀请",
        State.REQUESTED: "待确认",
        State.APPROVED: "可通行",
        State.REJECTED: "未通过",
        State.ARRIVED: "已到达",
        State.DEPARTED: "已离开",
        State.CANCELLED: "已取消",
        State.EXPIRED: "已过期",
        State.NO_SHOW: "未到访",
    },
    "en": {state: state.replace("_", " ") for state in State},
}
