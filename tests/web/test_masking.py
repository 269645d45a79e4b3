"""What points to a person goes; offices, hot lines and amounts stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("手机13812345678。", "手机138********。"),
        ("手机：１３８１２３４５６７８", "手机：１３８********"),
        ("138-1234-5678 或 138 1234 5678", "138********** 或 138**********"),
        ("Tel13812345678", "Tel138********"),
        ("+8613812345678", "+86138********"),
        ("+86 13812345678", "+86 138********"),
        ("13812345678（政务公开办）", "138********（政务公开办）"),
        ("身份证号110101199003071234", "身份证号110101************"),
        ("邮箱zhangsan88@163.com", "邮箱**********@163.com"),
        ("投递至 li.si@vip.qq.com。", "投递至 *****@vip.qq.com。"),
        ("联系人：张伟", "联系人：张*"),
        ("联系人: 欧阳修远，电话", "联系人: 欧阳**，电话"),
        ("联系人：张伟 联系电话：0379-65432100", "联系人：张* 联系电话：0379-65432100"),
        ("责任编辑：李晓明\n来源", "责任编辑：李**\n来源"),
        ("由王建国同志负责", "由王**同志负责"),
        ("原告赵小明诉云渡县人民政府", "原告赵**诉云渡县人民政府"),
        ("申请人钱多多不服答复", "申请人钱**不服答复"),
    ],
)
def test_persons_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "拨打12345政务服务便民热线",
        "12345 热线受理13812件",
        "电话：0379-65432100",
        "电话03791234567",
        "投资13812345678元",
        "共13812345678 件",
        "约13812345678.50万元",
        "13,812,345,678",
        "9113812345678901XX",
        "统一社会信用代码91410300MA3X13812345",
        "http://www.yundu.example/t13812345678.html",
        "http://www.yundu.example/art/13812345678/",
        "编号2024138123456789",
        "12812345678",
        "邮箱：xxgk@yundu.gov.cn",
        "xxgk@yundu.example",
        "联系人：办公室",
        "联系人：政务公开科",
        "联系人：王某",
        "联系人及电话见附件",
        "负责人为局长",
        "责任编辑：云渡县政府办公室",
        "申请人高度评价答复",
        "申请人方便快捷地提出申请",
        "申请人明确要求",
        "原告张某诉云渡县人民政府",
        "各位同志",
        "全体同志",
        "和同志们",
        "王女士",
        "",
    ],
)
def test_near_misses_stay(text: str) -> None:
    assert mask(text) == text


@given(st.text(alphabet="0123456789 -１３８张王李诉同志联系人：电话@.qqcom，。a\n", max_size=60))
def test_a_mask_is_as_long_as_what_it_hides(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert all(after in (before, "*") for before, after in zip(text, masked, strict=True))


@given(st.text(alphabet="0123456789 -联系人：张伟王，。", max_size=60))
def test_masking_again_changes_nothing(text: str) -> None:
    assert mask(mask(text)) == mask(text)
