"""Names of things. Each is a string that is safe in a URL, a file name and a shell."""

from typing import NewType

AgencyId = NewType("AgencyId", str)
RegionCode = NewType("RegionCode", str)
"""GB/T 2260 division code, six digits: `410300`; `000000` is the country."""
CrawlId = NewType("CrawlId", str)
VisitId = NewType("VisitId", str)
CaptureId = NewType("CaptureId", str)
ReportId = NewType("ReportId", str)
MeasureId = NewType("MeasureId", str)
"""Dotted id of a cell of the statutory tables: `t3.granted.total`."""
RuleId = NewType("RuleId", str)
FormId = NewType("FormId", str)
"""Generation of the statutory format by the year of its order: `2019`, `2021`."""
Digest = NewType("Digest", str)
"""SHA-256 of a payload, 64 lower-case hexadecimal digits."""
