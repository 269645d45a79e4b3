"""Where the masthead leads. A page that belongs there adds its line."""

from dataclasses import dataclass

from model.text import Text


@dataclass(frozen=True, slots=True)
class Item:
    path: str
    words: Text


ITEMS: tuple[Item, ...] = (
    Item("/search", Text("检索", "Search")),
    Item("/agencies", Text("机关", "Agencies")),
    Item("/audit", Text("审核", "Audit")),
    Item("/findings", Text("发现", "Findings")),
    Item("/status", Text("采集", "Status")),
    Item("/methods", Text("方法", "Methods")),
    Item("/data", Text("数据", "Data")),
)
