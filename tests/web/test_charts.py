"""A chart has its table, and nothing that the policy forbids."""

from model.text import Language, Text
from web.charts import Series, bar_chart, line_chart


def test_a_chart_says_what_its_table_says() -> None:
    new = Series(name=Text("新收", "new"), values=(3, None, 5))
    chart = line_chart(
        Text("申请", "Applications"), ["2022", "2023", "2024"], [new], Language.CHINESE
    )

    assert chart.columns == ["新收"]
    assert chart.rows == (("2022", (3,)), ("2023", (None,)), ("2024", (5,)))
    assert 'aria-label="申请"' in chart.svg


def test_a_chart_brings_no_style_and_no_script() -> None:
    hostile = Series(name=Text("<script>x</script>", "<script>x</script>"), values=(1, 2))
    svg = bar_chart(Text("a&b", "a&b"), ["<b>", "y"], [hostile, hostile], Language.ENGLISH).svg

    assert "<script" not in svg
    assert "<style" not in svg
    assert " style=" not in svg
    assert "<b>" not in svg
