"""`nianbao show REPORT --cell ID [--crop FILE]`: one cell, and what it looks like."""

from pathlib import Path

from extract.crop import crop_png
from model.errors import NotFoundError, UsageError
from model.ids import MeasureId
from model.place import Place
from model.report import Measure, ReportVersion
from model.text import Text
from nianbao.cli.run import Run
from nianbao.views.report_json import measure_json
from nianbao.views.report_terminal import cell_text
from nianbao.views.summaries import version_json


def show_cell(run: Run, version: ReportVersion, cell: str | None, crop: Path | None) -> None:
    """Raises UsageError, NotFoundError, ArchiveError or ConversionError."""
    if cell is None:
        raise UsageError(
            "--crop",
            Text("没有说是哪一格", "does not say of which cell"),
            Text("加上 --cell，例如 --cell t3.granted.total", "add --cell t3.granted.total"),
        )
    measure = _measure(version, cell)
    if crop is not None:
        _write_crop(run, version, measure, crop)
    run.output.document(
        {
            **version_json(version),
            "cell": measure.id,
            **measure_json(measure),
            "crop": str(crop) if crop else None,
        }
    )
    where = where_text(measure.place)
    run.output.say(
        Text(
            f"{measure.id} = {cell_text(measure)}　{where.zh}",
            f"{measure.id} = {cell_text(measure)}, {where.en}",
        )
    )
    if crop is not None:
        run.output.say(Text(f"截图：{crop}", f"Image: {crop}"))


def where_text(place: Place | None) -> Text:
    if place is None:
        return Text("位置没有记下", "no place on record")
    if place.page is not None:
        return Text(f"第 {place.page} 页", f"page {place.page}")
    return Text(f"第 {place.line} 行", f"line {place.line}")


def _measure(version: ReportVersion, cell: str) -> Measure:
    measure = version.report.measures.get(MeasureId(cell))
    if measure is None:
        raise NotFoundError(
            cell,
            Text("这份报告没有这个格", "is no cell of this report"),
            Text(
                f"用 nianbao show {version.id} --json 查看全部编号",
                f"see nianbao show {version.id} --json for all ids",
            ),
        )
    return measure


def _write_crop(run: Run, version: ReportVersion, measure: Measure, crop: Path) -> None:
    with run.home.open_archive() as archive:
        data = archive.payload(version.capture)
    picture = crop_png(data, measure.place or Place(), version.capture.url)
    try:
        crop.write_bytes(picture)
    except OSError as error:
        raise UsageError(
            str(crop),
            Text(f"写不了：{error.strerror}", f"cannot be written: {error.strerror}"),
            Text("换一个文件夹或文件名", "choose another folder or name"),
        ) from error
