"""The Chinese name of every verb and command: one table for what is typed and for all that is printed."""

from collections.abc import Mapping
from types import MappingProxyType

CHINESE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "init": ("初始化",),
        "new": ("建账",),
        "unit": ("单位",),
        "person": ("人员",),
        "completion": ("补全",),
        "unit-add": ("增加单位",),
        "person-add": ("增加人员",),
        "plan": ("规划",),
        "campaign": ("专项行动",),
        "duty": ("例行职责",),
        "policy": ("规则",),
        "rename": ("更名",),
        "merge": ("合并",),
        "handover": ("划转", "交接"),
        "move": ("调动",),
        "leave": ("离任",),
        "end": ("终止",),
        "unit-set": ("修改单位",),
        "unit-rename": ("单位更名",),
        "unit-merge": ("合并单位",),
        "unit-handover": ("职责划转",),
        "person-set": ("修改人员",),
        "person-handover": ("岗位交接",),
        "person-leave": ("人员离任",),
        "person-move": ("人员调动",),
        "plan-add": ("增加规划",),
        "plan-set": ("修改规划",),
        "campaign-add": ("增加专项行动",),
        "campaign-set": ("修改专项行动",),
        "duty-add": ("增加例行职责",),
        "duty-set": ("修改例行职责",),
        "duty-handover": ("例行职责交接",),
        "duty-end": ("终止例行职责",),
        "policy-set": ("修改规则",),
        "add": ("新增",),
        "list": ("列表",),
        "show": ("查看",),
        "progress": ("进展",),
        "measure": ("措施",),
        "evidence": ("佐证",),
        "start": ("启动",),
        "submit": ("报办结", "申请销号"),
        "return": ("退回",),
        "verify": ("验收",),
        "publish": ("公示",),
        "close": ("办结", "销号"),
        "extend": ("延期",),
        "transfer": ("移交",),
        "amend": ("调整",),
        "suspend": ("暂缓",),
        "resume": ("恢复",),
        "review": ("评估",),
        "void": ("作废",),
        "carry": ("结转",),
        "adopt": ("期初登记",),
        "recheck": ("回头看",),
        "reopen": ("重新交办",),
        "approve": ("审定",),
        "revise": ("修订",),
        "retire": ("退出",),
        "accept": ("接受",),
        "reply": ("回复",),
        "record": ("记录",),
        "set": ("修改",),
        "correct": ("更正",),
        "undo": ("撤销",),
        "seal": ("封账",),
        "renumber": ("改号",),
        "today": ("今日",),
        "check": ("检查",),
        "schema": ("格式",),
        "explain": ("说明",),
        "report": ("报表",),
        "due": ("临期",),
        "overdue": ("逾期",),
        "units": ("汇总",),
    }
)
"""Command → its Chinese names. Of two the first is a task's and the second a rectification's."""


def in_language(action: str, kind: str, language: str) -> str:
    """The name of an action on an entry of `kind`, for people."""
    names = CHINESE.get(action, ())
    if language != "zh" or not names:
        return action
    return names[1] if kind == "rectification" and len(names) > 1 else names[0]
