"""What a command says when whom it was asked about is not in the registry."""

from model.errors import NotFoundError
from model.text import Text
from nianbao.home import Home


def no_agencies(home: Home) -> NotFoundError:
    """Of those that the filters let through, nobody is left."""
    return NotFoundError(
        str(home.folder),
        Text("名录中没有这样的机关", "has no such agency in its registry"),
        Text(
            "用 nianbao registry import 导入名录，或放宽条件",
            "import a registry with nianbao registry import, or widen the filters",
        ),
    )


def no_agency(*ids: str) -> NotFoundError:
    return NotFoundError(
        ", ".join(ids),
        Text("名录中没有这个机关编号", "is no agency of the registry"),
        Text("用 nianbao registry list 查看编号", "see nianbao registry list for the ids"),
    )
