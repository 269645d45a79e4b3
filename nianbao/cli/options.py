"""Options that several commands take: each has one name, one meaning and one help text."""

from typing import Annotated

import typer

from model.agency import Kind, Level
from model.errors import UsageError
from model.text import Text
from model.verdict import Verdict

AgencyOption = Annotated[str | None, typer.Option("--agency", help="机关编号 Agency id.")]
OwnerOption = Annotated[
    str | None, typer.Option("--agency", help="名录中的机关编号 Agency id of the registry.")
]
RegionOption = Annotated[
    str | None, typer.Option("--region", help="区划代码或名称 Division code or name.")
]
LevelOption = Annotated[Level | None, typer.Option("--level", help="级别 Level.")]
KindOption = Annotated[Kind | None, typer.Option("--kind", help="机关类型 Kind of agency.")]
VerdictOption = Annotated[Verdict | None, typer.Option("--verdict", help="结论 Verdict.")]
YearOption = Annotated[
    int | None, typer.Option("--year", help="报告年度 Reporting year.", min=2008, max=2100)
]
YearsOption = Annotated[
    str | None, typer.Option("--year", help="报告年度 Reporting year: 2024, 2020..2024")
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", min=1, help="至多几个机关 At most so many agencies.")
]
BomOption = Annotated[bool, typer.Option("--bom", help="CSV 带 BOM，供 Excel 打开 For Excel.")]
ClockOption = Annotated[
    str | None,
    typer.Option("--clock", hidden=True, help="模拟时钟（演示用） Simulated clock, for the demo."),
]


def year_range(text: str) -> tuple[int, int]:
    """`2024` or `2020..2024`. Raises UsageError."""
    first, _, last = text.partition("..")
    try:
        years = int(first), int(last or first)
    except ValueError as error:
        raise _no_years(text) from error
    if years[0] > years[1] or not all(1949 <= year <= 2100 for year in years):
        raise _no_years(text)
    return years


def _no_years(text: str) -> UsageError:
    return UsageError(
        f"--year {text}",
        Text("不是年度", "is no reporting year"),
        Text("写成 2024 或 2020..2024", "write 2024 or 2020..2024"),
    )
