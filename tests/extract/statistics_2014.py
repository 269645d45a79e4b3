"""The 《政府信息公开情况统计表》 of 2014 to 2018 as agencies print it, filled with figures.

Written out here line by line and not taken from the form file: what reads it must find its way.
"""

from collections.abc import Mapping

HEAD = ("统计指标", "单位", "统计数")

# Depth of the indent, label, unit (none: a heading), id of the row.
_LINES = """
0|一、主动公开情况||
1|（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）|条|s.proactive.published
2|其中：主动公开规范性文件数|条|s.proactive.normative_docs_published
3|制发规范性文件总数|件|s.proactive.normative_docs_made
1|（二）通过不同渠道和方式公开政府信息的情况||
2|1.政府公报公开政府信息数|条|s.channels.gazette
2|2.政府网站公开政府信息数|条|s.channels.website
2|3.政务微博公开政府信息数|条|s.channels.weibo
2|4.政务微信公开政府信息数|条|s.channels.wechat
2|5.其他方式公开政府信息数|条|s.channels.other
0|二、回应解读情况||
1|（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）|次|s.responses.topics
1|（二）通过不同渠道和方式回应解读的情况||
2|1.参加或举办新闻发布会总次数|次|s.responses.press_conferences
3|其中：主要负责同志参加新闻发布会次数|次|s.responses.press_conferences_with_head
2|2.政府网站在线访谈次数|次|s.responses.online_interviews
3|其中：主要负责同志参加政府网站在线访谈次数|次|s.responses.online_interviews_with_head
2|3.政策解读稿件发布数|篇|s.responses.interpretations
2|4.微博微信回应事件数|次|s.responses.weibo_wechat
2|5.其他方式回应事件数|次|s.responses.other
0|三、依申请公开情况||
1|（一）收到申请数|件|s.received
2|1.当面申请数|件|s.received.in_person
2|2.传真申请数|件|s.received.fax
2|3.网络申请数|件|s.received.online
2|4.信函申请数|件|s.received.letter
1|（二）申请办结数|件|s.handled
2|1.按时办结数|件|s.handled.on_time
2|2.延期办结数|件|s.handled.extended
1|（三）申请答复数|件|s.answered
2|1.属于已主动公开范围数|件|s.answered.already_public
2|2.同意公开答复数|件|s.answered.granted
2|3.同意部分公开答复数|件|s.answered.partially_granted
2|4.不同意公开答复数|件|s.answered.denied
3|其中：1.涉及国家秘密|件|s.denied.state_secret
4|2.涉及商业秘密|件|s.denied.trade_secret
4|3.涉及个人隐私|件|s.denied.privacy
4|4.危及国家安全、公共安全、经济安全和社会稳定|件|s.denied.security
4|5.不是《条例》所指政府信息|件|s.denied.not_government_information
4|6.法律法规规定的其他情形|件|s.denied.other
2|5.不属于本行政机关公开数|件|s.answered.not_this_agency
2|6.申请信息不存在数|件|s.answered.does_not_exist
2|7.告知作出更改补充数|件|s.answered.asked_to_correct
2|8.告知通过其他途径办理数|件|s.answered.other_way
0|四、行政复议数量|件|s.reconsideration
1|（一）维持具体行政行为数|件|s.reconsideration.upheld
1|（二）被依法纠错数|件|s.reconsideration.corrected
1|（三）其他情形数|件|s.reconsideration.other
0|五、行政诉讼数量|件|s.litigation
1|（一）维持具体行政行为或者驳回原告诉讼请求数|件|s.litigation.upheld
1|（二）被依法纠错数|件|s.litigation.corrected
1|（三）其他情形数|件|s.litigation.other
0|六、举报投诉数量|件|s.complaints
0|七、依申请公开信息收取的费用|万元|s.fees
0|八、机构建设和保障经费情况||
1|（一）政府信息公开工作专门机构数|个|s.support.offices
1|（二）设置政府信息公开查阅点数|个|s.support.reading_points
1|（三）从事政府信息公开工作人员数|人|s.support.staff
2|1.专职人员数（不包括政府公报及政府网站工作人员数）|人|s.support.staff_full_time
2|2.兼职人员数|人|s.support.staff_part_time
1|（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）|万元|s.support.budget
0|九、政府信息公开会议和培训情况||
1|（一）召开政府信息公开工作会议或专题会议数|次|s.training.meetings
1|（二）举办各类培训班数|次|s.training.courses
1|（三）接受培训人员数|人次|s.training.participants
"""
LINES = [
    (int(depth), label, unit, f"{row}.number" if row else "")
    for depth, label, unit, row in (line.split("|") for line in _LINES.split())
]
CELLS = [cell for _, _, _, cell in LINES if cell]
FIGURES = {cell: str(1000 + number) for number, cell in enumerate(CELLS)}

Row = tuple[str, str, str]


def rows(figures: Mapping[str, str], *, dash: str = "——") -> list[Row]:
    """Without the head; headings have dashes where others have unit and number."""
    return [
        ("\u3000" * depth + label, unit or dash, figures[cell] if cell else dash)
        for depth, label, unit, cell in LINES
        if not cell or cell in figures
    ]
