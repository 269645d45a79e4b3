"""Personal data in running text, masked before it leaves the house in bulk.

Ground: 个人信息保护法 Art. 4, 28. Reports are public documents and offices are meant to be reached:
office telephones, hot lines and office addresses stay. What is masked is what points to a person:
mobile numbers, resident identity numbers, private mail boxes, and names where the text itself says
that a name follows (联系人：…, 原告…, …同志). A mask is as long as what it hides, so that positions
in the text stay true, and stars say that something was there.
"""

import re

_DIGIT = "[0-9０-９]"
_NO_DIGITS_BEFORE = rf"(?:(?<=\+86)|(?<!{_DIGIT})(?<!{_DIGIT}[.．,，]))"
_ADDRESS = r"https?://[!-~]+"
"""Nothing in it is masked: it would lead nowhere."""
_NOT_IN_AN_ADDRESS = r"(?<![/_=?&%#])"
_NO_AMOUNT_AFTER = (
    rf"(?!{_DIGIT})(?![.．,，]{_DIGIT})"
    r"(?!\s*[余多]?\s*(?:万|亿|千|百)?\s*[元件条次人户项份个篇宗起名户吨米号页字平公])"
)
_GAP = r"[ \u3000-]?"

_MOBILE = re.compile(
    rf"{_ADDRESS}|{_NO_DIGITS_BEFORE}{_NOT_IN_AN_ADDRESS}"
    rf"([1１][3-9３-９]{_DIGIT})({_GAP}{_DIGIT}{{4}}{_GAP}{_DIGIT}{{4}}){_NO_AMOUNT_AFTER}"
)
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])([1-8]\d{5})((?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx])"
    r"(?![0-9A-Za-z])"
)
_PRIVATE_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])([A-Za-z0-9._%+-]+)(?=@(?:(?:vip\.)?(?:qq|163|126|139|189|sina|sohu|"
    r"foxmail|gmail|hotmail|outlook|aliyun|wo|tom|21cn|yahoo)\.(?:com|cn|net|com\.cn)|yeah\.net))"
)

_DOUBLE_SURNAMES = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|宇文|夏侯|端木|长孙"
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛"
    "奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康"
    "伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵"
    "席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗"
    "丁宣邓郁单杭洪包诸左石崔吉钮龚程邢裴陆荣翁荀羊惠甄曲封芮靳汲松井段富巫乌焦巴弓牧隗山谷车"
    "侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲邰从鄂索咸籍赖卓"
    "蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀尚农温别庄晏柴"
    "瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殳沃利蔚越夔隆师巩"
    "厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖闫付代涂覃"
)
_NAME = rf"((?:{_DOUBLE_SURNAMES})|[{_SURNAMES}])([\u4e00-\u9fff·]{{1,2}})"
_LABELS = (
    "联系人|联络人|联络员|填报人|填表人|经办人|承办人|撰稿人|撰写人|审核人|审签人|签发人|负责人|"
    "责任人|主要负责人|分管领导|分管负责人|报告人|责任编辑|编辑|作者|校对|发布人|录入人|收件人"
)
_LABELLED = re.compile(
    rf"((?:{_LABELS})(?:姓名)?\s*[：:]\s*){_NAME}"
    r"(?=$|[\s，,。；;、（()）／/]|电话|联系|手机|座机|邮箱|地址)",
    re.MULTILINE,
)
_TITLED = re.compile(
    rf"((?:^|[，。；、：:\s“（(]|由|与|和|聘任|任命|局长|主任|书记|县长|市长|区长|科长|处长)){_NAME}"
    r"(?=同志|先生|女士)",
    re.MULTILINE,
)
_PARTY = re.compile(
    rf"((?:原告|第三人|上诉人|再审申请人|申请人|申诉人)){_NAME}"
    r"(?=诉|不服|与被|等人|（|\(|，男|，女|、男|、女)"
)
_NO_NAMES = re.compile(
    r"(?:科|室|处|股|局|部|办|组|队|站|中心|单位|机关|公司|委员会|人员|领导|同上|本人|某|姓名|未|无)$"
    r"|^(?:办公|综合|法制|法规|政务|政策|信息|文秘|机要|行政|公开|全体|全部|各位|有关|相关|单位|高度"
    r"|方便|明确|成功|应当|时任|和|与|于是|国家|公民|公司|公开|都是|能|相|别人|广大|向)"
)


def mask(text: str) -> str:
    """The same text, equally long, without what points to a person."""
    text = _MOBILE.sub(_numbered, text)
    text = _IDENTITY.sub(lambda found: found[1] + _stars(found[2]), text)
    text = _PRIVATE_MAIL.sub(lambda found: _stars(found[0]), text)
    for pattern in (_LABELLED, _TITLED, _PARTY):
        text = pattern.sub(_named, text)
    return text


def masked(text: str | None) -> str | None:
    return None if text is None else mask(text)


def _numbered(found: re.Match[str]) -> str:
    return found[0] if found[1] is None else found[1] + _stars(found[2])


def _named(found: re.Match[str]) -> str:
    before, surname, given = found[1], found[2], found[3]
    if _NO_NAMES.search(surname + given):
        return found[0]
    return before + surname + _stars(given)


def _stars(hidden: str) -> str:
    return "*" * len(hidden)
