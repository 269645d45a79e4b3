"""Documents that are well-formed and unlike any report: what conversions leave behind."""

from index import IndexDocument
from model.ids import ReportId
from tests.index.builders import document

_TEXTS = (
    "",
    " \n\u3000\u00a0",
    "。，；“”",
    "公",
    "政\u200b府\u00ad信\ufeff息",
    "政府\x00信息\x1f公开\x1d报告\x1e",
    "\x1d@title\x1e年报",
    "overview\x1e双公示",
    "办理①②③件，面积５００㎡，约½，№7",
    "Straße STRASSE ﬁnance ＦＩＮＡＮＣＥ Éclair e\u0301clair",
    "ПРИКАЗ приказ Ωμέγα",
    "ひらがなカタカナ漢字 한글",
    "\U00020bb7野家 㐂寿 𠮷",
    "😀政府😀信息😀",
    "x" * 63 + " " + "y" * 64 + " " + "z" * 65 + " " + "z" * 66,
    "http://www.qinghe.example/art/2020/1/1/art_12345_678901.html?id=20200101&name=gkml",
    "COVID-19 covid19 AB-12_34 3.5.1 3。5 1,234.5 1,234件 1.234",
    "依申请\n公开\n\n依申请\r\n\r\n公开\x0b依申请\u2028公开",
    "一\u3000般 规 范\t性\n文 件",
    "三十件。三十五件。二十三十。十。百。一百零三次。两百条。2,000件。〇件。０件",
    "二○二三年 二零二三年 二〇二三年 2023年 ２０２３年 贰零贰叁年",
    "干部乾隆幹線 后来後面皇后 发展發現理髮 台湾臺灣颱風 里面裡裏",
    "【公告】〔2023〕5号 [2023]5号 （2023）5号 (2023)5号 〖公告〗",
    "“引号”‘单引号’「直角」『双层』\"英文\" '英文'",
    "破折——号 连-字–号−减",
    "*星号* (括号) AND OR NOT year:2020 段:落 a:b 50% >= 3",
)


def oddities() -> tuple[IndexDocument, ...]:
    plain = [
        document(f"odd{number:09x}", text, title=f"{number}号", agency=None, agency_name="")
        for number, text in enumerate(_TEXTS)
    ]
    bare = document("odd0000000f0", "", title="", agency_name="", region=None, level=None)
    twice = IndexDocument(
        report=ReportId("odd0000000f1"),
        stamp="1",
        agency=None,
        agency_name="",
        reporting_year=None,
        region=None,
        region_name=None,
        level=None,
        title="",
        url="",
        sections=(("overview", "第一部分双公示"), ("overview", "第二部分"), ("附件", "其他文字")),
    )
    return (*plain, bare, twice)
